// The functions of the server for messages in a page, on Intl: give them to `new FluentBundle(locale, { functions })`
// of @fluent/bundle, and format with `toArguments(json)`. Options and values are those of `format/functions.rs`.
import { FluentNone, FluentNumber, FluentType } from "@fluent/bundle";

const OPTIONS = {
  NUMBER:
    "type style currency currencyDisplay unit unitDisplay notation compactDisplay useGrouping minimumIntegerDigits " +
    "minimumFractionDigits maximumFractionDigits minimumSignificantDigits maximumSignificantDigits",
  DATETIME: "dateStyle timeStyle era year month weekday day hour minute second hour12 hourCycle timeZoneName timeZone",
  LIST: "type style",
  RELATIVE: "unit numeric style",
  LANGUAGE: "",
  COUNTRY: "",
};
OPTIONS.RANGE = OPTIONS.DATETIME;

const TIME = /^(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d))((?:\[[^\]]*\])*)$/;

/** A text that is written when its locale is known. What goes wrong then is reported, and seen as `{NAME()}`. */
class Text extends FluentType {
  constructor(name, write) {
    super(name);
    this.write = write;
  }

  toString(scope) {
    try {
      return this.write((Format, options) => scope.memoizeIntlObject(Format, options));
    } catch (error) {
      scope.reportError(error);
      return `{${this.value}()}`;
    }
  }
}

/** A time, and the zone whose clocks show it. */
export class Moment extends Text {
  constructor(at, timeZone = "UTC") {
    super("DATETIME", (intl) => intl(Intl.DateTimeFormat, dateTimeOptions({ timeZone })).format(at));
    this.at = at;
    this.timeZone = timeZone;
  }

  /** RFC 3339, with a zone in brackets after RFC 9557: `2012-02-13T18:30:00+01:00[Europe/Paris]`. */
  static parse(text) {
    const [, time, suffix] = TIME.exec(text) ?? [];
    const at = new Date(time?.toUpperCase().replace(" ", "T"));
    const tags = [...(suffix ?? "").matchAll(/\[!?([^\]]*)\]/g)].map(([, tag]) => tag);
    const timeZone = tags.find((tag) => !tag.includes("=")) ?? "UTC";
    return Number.isNaN(at.getTime()) || !isZone(timeZone) ? undefined : new Moment(at, timeZone);
  }
}

/** Several values in one argument. */
export class ListValue extends Text {
  constructor(items) {
    super("LIST", (intl) => intl(Intl.ListFormat, {}).format(texts(items, intl)));
    this.items = items;
  }
}

/** The arguments of a message from JSON, as `arguments` makes them on the server. */
export function toArguments(json) {
  const known = Object.entries(json).map(([name, value]) => [name, toArgument(value)]);
  return Object.fromEntries(known.filter(([, value]) => value !== undefined));
}

function toArgument(value) {
  if (Array.isArray(value)) return new ListValue(value.filter((item) => item !== null && typeof item !== "object"));
  if (typeof value === "boolean") return String(value);
  if (typeof value === "string") return Moment.parse(value) ?? value;
  return typeof value === "number" ? value : undefined;
}

/** The functions, with `RELATIVE` counting from what `now` says. */
export function functionsAt(now) {
  return checked({
    NUMBER([number], options) {
      needs(number instanceof FluentNumber, "a number");
      return new FluentNumber(number.value, { ...number.opts, ...numberOptions(options) });
    },

    DATETIME([value], options) {
      const { at, timeZone } = moment(value);
      const shown = dateTimeOptions({ timeZone, ...options });
      return (intl) => intl(Intl.DateTimeFormat, shown).format(at);
    },

    RANGE([first, second], options) {
      const [start, end] = [moment(first), moment(second)];
      const shown = dateTimeOptions({ timeZone: start.timeZone, ...options });
      return (intl) => intl(Intl.DateTimeFormat, shown).formatRange(start.at, end.at);
    },

    RELATIVE([first, second], { unit, ...options }) {
      needs(first !== undefined && !(unit && second), "a number and a unit, or one or two times and no unit");
      const from = second === undefined ? now() : moment(second).at;
      const [count, natural] = unit ? [number(first), unit] : naturalUnit((moment(first).at - from) / 1000);
      return (intl) => intl(Intl.RelativeTimeFormat, options).format(count, natural);
    },

    LIST(values, { type = "and", ...options }) {
      const items = values.flatMap((value) => (value instanceof ListValue ? value.items : [value]));
      const types = { and: "conjunction", or: "disjunction" };
      return (intl) => intl(Intl.ListFormat, { type: types[type] ?? type, ...options }).format(texts(items, intl));
    },

    LANGUAGE:
      ([tag]) =>
      (intl) =>
        intl(Intl.DisplayNames, { type: "language" }).of(tag),
    COUNTRY:
      ([code]) =>
      (intl) =>
        intl(Intl.DisplayNames, { type: "region" }).of(code),
  });
}

export const functions = functionsAt(() => new Date());

/** Each function, refusing options that it does not have; fluent.js reports what is thrown. */
function checked(all) {
  const check = ([name, call]) => [
    name,
    (values, named) => {
      const known = OPTIONS[name].split(" ");
      const stranger = Object.keys(named).find((option) => !known.includes(option));
      if (stranger) throw new TypeError(`${name} has no option \`${stranger}\``);
      if (values.some((value) => value instanceof FluentNone)) throw new TypeError(`${name} lacks a value`);
      const options = Object.fromEntries(Object.entries(named).map(([option, value]) => [option, value.valueOf()]));
      const result = call(values, options);
      return typeof result === "function" ? new Text(name, result) : result;
    },
  ];
  return Object.fromEntries(Object.entries(all).map(check));
}

function needs(condition, needed) {
  if (!condition) throw new TypeError(`The function needs ${needed}`);
}

function number(value) {
  needs(value instanceof FluentNumber, "a number");
  return value.value;
}

/** A value as a time: one, the text of one, or milliseconds since 1970. */
function moment(value) {
  if (value instanceof Moment) return value;
  const time = value instanceof FluentNumber ? new Moment(new Date(value.value)) : Moment.parse(value);
  needs(time, "a time (RFC 3339) or milliseconds since 1970");
  return time;
}

function isZone(timeZone) {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone }));
  } catch {
    return false;
  }
}

const texts = (items, intl) =>
  items.map((item) =>
    (typeof item === "string" ? item : intl(Intl.NumberFormat, item.opts ?? {}).format(item.valueOf())).toString(),
  );

/** The word `true` leaves grouping to the locale. */
function numberOptions({ useGrouping, ...options }) {
  return useGrouping === "false" ? { ...options, useGrouping: false } : options;
}

function dateTimeOptions({ hour12, ...options }) {
  return { calendar: "gregory", ...options, ...(hour12 && { hour12: hour12 === "true" }) };
}

const UNITS = [
  ["second", 1],
  ["minute", 60],
  ["hour", 3600],
  ["day", 86400],
  ["week", 604800],
  ["month", 2629746],
  ["year", 31556952],
];

/** The greatest unit of which there is one, halves rounded away from now before it is chosen. */
function naturalUnit(seconds) {
  const rounded = (length) => Math.sign(seconds) * Math.round(Math.abs(seconds) / length);
  const fits = UNITS.findIndex(
    ([, length], index) => Math.abs(rounded(length)) * length < (UNITS[index + 1]?.[1] ?? Infinity),
  );
  const [unit, length] = UNITS[fits];
  return [rounded(length), unit];
}
