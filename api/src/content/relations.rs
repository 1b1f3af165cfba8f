//! What is joined with content: read with it, in order, and written together with it in one revision.

use std::collections::HashMap;

use entity::Join;
use sea_orm::{
    ColumnTrait, ConnectionTrait, IntoActiveModel, ModelTrait, QueryFilter, QueryOrder, Value,
    sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::Result;

/// The joined rows of one thing; see the macro `relations!`.
pub trait Relations: Clone + Default + PartialEq + Serialize + DeserializeOwned + Send + Sync {
    /// The relations of each owner that has any.
    fn load(db: &impl ConnectionTrait, owners: &[Uuid]) -> impl Future<Output = Result<HashMap<Uuid, Self>>> + Send;

    /// Says whose relations they are.
    fn set_owner(&mut self, owner: Uuid);

    /// Makes the tables hold `self` where they held `before`.
    fn save(&self, before: &Self, owner: Uuid, db: &impl ConnectionTrait) -> impl Future<Output = Result<()>> + Send;

    /// All that they name.
    fn named(&self) -> Vec<Uuid>;

    /// Lets go of all that names `uid`.
    fn let_go(&mut self, uid: Uuid);

    /// Queries of the owners of all that names `uid`.
    fn owners_of(uid: Uuid) -> Vec<SelectStatement>;
}

/// Nothing is joined.
impl Relations for () {
    async fn load(_: &impl ConnectionTrait, _: &[Uuid]) -> Result<HashMap<Uuid, Self>> {
        Ok(HashMap::new())
    }

    fn set_owner(&mut self, _: Uuid) {}

    async fn save(&self, _: &Self, _: Uuid, _: &impl ConnectionTrait) -> Result<()> {
        Ok(())
    }

    fn named(&self) -> Vec<Uuid> {
        Vec::new()
    }

    fn let_go(&mut self, _: Uuid) {}

    fn owners_of(_: Uuid) -> Vec<SelectStatement> {
        Vec::new()
    }
}

/// Declares the relations of a content type: a field for each join table that it owns.
macro_rules! relations {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $table:ident,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $name {
            $(pub $field: Vec<entity::$table::Model>,)*
        }

        impl $crate::content::relations::Relations for $name {
            async fn load(
                db: &impl sea_orm::ConnectionTrait,
                owners: &[uuid::Uuid],
            ) -> $crate::Result<std::collections::HashMap<uuid::Uuid, Self>> {
                let mut relations: std::collections::HashMap<uuid::Uuid, Self> = std::collections::HashMap::new();
                $(for row in $crate::content::relations::rows::<entity::$table::Entity>(db, owners).await? {
                    let owner = <entity::$table::Entity as entity::Join>::owner_uid(&row);
                    relations.entry(owner).or_default().$field.push(row);
                })*
                Ok(relations)
            }

            fn set_owner(&mut self, owner: uuid::Uuid) {
                $(for row in &mut self.$field {
                    <entity::$table::Entity as entity::Join>::set_owner_uid(row, owner);
                })*
            }

            async fn save(
                &self,
                before: &Self,
                owner: uuid::Uuid,
                db: &impl sea_orm::ConnectionTrait,
            ) -> $crate::Result<()> {
                $($crate::content::relations::replace::<entity::$table::Entity>(&before.$field, &self.$field, owner, db)
                    .await?;)*
                Ok(())
            }

            fn named(&self) -> Vec<uuid::Uuid> {
                let mut named = Vec::new();
                $(named.extend($crate::content::relations::named::<entity::$table::Entity>(&self.$field));)*
                named
            }

            fn let_go(&mut self, uid: uuid::Uuid) {
                $($crate::content::relations::let_go::<entity::$table::Entity>(&mut self.$field, uid);)*
            }

            fn owners_of(uid: uuid::Uuid) -> Vec<sea_orm::sea_query::SelectStatement> {
                vec![$($crate::content::relations::owners_of::<entity::$table::Entity>(uid),)*]
            }
        }
    };
}
pub(crate) use relations;

/// The joined rows of all owners, in order.
pub async fn rows<J: Join>(db: &impl ConnectionTrait, owners: &[Uuid]) -> Result<Vec<J::Model>> {
    Ok(J::find().filter(J::OWNER.is_in(owners.iter().copied())).order_by_asc(J::POSITION).all(db).await?)
}

/// Makes the table hold `after` where it held `before`.
pub async fn replace<J>(before: &[J::Model], after: &[J::Model], owner: Uuid, db: &impl ConnectionTrait) -> Result<()>
where
    J: Join<Model: Clone + PartialEq + IntoActiveModel<J::ActiveModel> + Send + Sync>,
    J::ActiveModel: Send,
{
    if before == after {
        return Ok(());
    }
    if !before.is_empty() {
        J::delete_many().filter(J::OWNER.eq(owner)).exec(db).await?;
    }
    if !after.is_empty() {
        let rows = after.iter().map(|row| row.clone().into_active_model());
        J::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// All that the rows name, but their owners.
pub fn named<J: Join<Model: ModelTrait<Entity = J>>>(rows: &[J::Model]) -> impl Iterator<Item = Uuid> {
    let columns = std::iter::once(J::TARGET).chain(J::REFERENCES.iter().copied());
    columns.flat_map(|column| rows.iter().filter_map(move |row| uid(row.get(column))))
}

/// The uid in a column that names something.
pub fn uid(value: Value) -> Option<Uuid> {
    if let Value::Uuid(uid) = value { uid } else { None }
}

/// Removes the rows whose target is `uid`, and empties the columns that name it.
pub fn let_go<J: Join<Model: ModelTrait<Entity = J>>>(rows: &mut Vec<J::Model>, uid: Uuid) {
    let names = |row: &J::Model, column: &J::Column| row.get(*column) == Value::from(uid);
    rows.retain(|row| !names(row, &J::TARGET));
    for row in rows {
        for column in J::REFERENCES.iter().filter(|column| names(row, column)).collect::<Vec<_>>() {
            row.set(*column, Value::Uuid(None));
        }
    }
}

/// The owners of rows that name `uid`.
pub fn owners_of<J: Join>(uid: Uuid) -> SelectStatement {
    let column = |column: J::Column| Expr::col((J::default(), column));
    let names = std::iter::once(J::TARGET).chain(J::REFERENCES.iter().copied());
    Query::select()
        .expr(column(J::OWNER))
        .from(J::default())
        .cond_where(names.fold(Condition::any(), |any, name| any.add(column(name).eq(uid))))
        .take()
}
