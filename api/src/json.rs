//! The data of an answer as JSON. Parts of it are JSON already, see `content::item`.

use async_graphql::Value;
use serde_json::Result;

/// Appends a value.
pub fn write(value: &Value, out: &mut Vec<u8>) -> Result<()> {
    match value {
        Value::Binary(json) => out.extend_from_slice(json),
        Value::List(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                write(item, out)?;
            }
            out.push(b']');
        }
        Value::Object(fields) => {
            out.push(b'{');
            for (at, (name, field)) in fields.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                serde_json::to_writer(&mut *out, name.as_str())?;
                out.push(b':');
                write(field, out)?;
            }
            out.push(b'}');
        }
        leaf => serde_json::to_writer(out, leaf)?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_written_as_serde_writes_it() {
        let json = json!({ "a": [], "b": {}, "c\"": ["é\n", 1, -0.5, null, true, [[{}]]], "d": { "e": "" } });
        let value = Value::from_json(json).unwrap();
        let mut out = Vec::new();

        write(&value, &mut out).unwrap();

        assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(&value).unwrap());
    }

    #[test]
    fn what_is_json_already_stays() {
        let value = Value::List(vec![Value::Binary(r#"{"a":"é"}"#.into()), Value::Null]);
        let mut out = Vec::new();

        write(&value, &mut out).unwrap();

        assert_eq!(String::from_utf8(out).unwrap(), r#"[{"a":"é"},null]"#);
    }
}
