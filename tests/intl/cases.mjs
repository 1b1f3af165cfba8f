// Writes cases.json: what Intl says, for the test that compares it with ours. One case a line.
//
//   node cases.mjs
import { writeFileSync } from "node:fs";

const LOCALES = ["en", "fr", "es", "de", "ar"];
const cases = [];
const add = (kind, locale, input, options, expected) => cases.push({ kind, locale, input, options, expected });

const NUMBERS = [
  [{}, [0, 1, -1, 1234, 12345, -1234567.891, 0.0005, 1.5, 1e21, 123456789012]],
  [{ useGrouping: "false" }, [12345.678]],
  [{ minimumIntegerDigits: 2 }, [7]],
  [{ minimumFractionDigits: 2 }, [1.5, 1234]],
  [{ maximumFractionDigits: 0 }, [0.5, 1.5, -2.5, 1234.5]],
  [{ maximumSignificantDigits: 3 }, [123456, 0.0012345]],
  [{ minimumSignificantDigits: 3 }, [1, 0]],
  [{ style: "percent" }, [0, 0.256, 12.5, -0.5]],
  [{ style: "percent", maximumFractionDigits: 1 }, [0.2567]],
  [{ style: "currency", currency: "EUR" }, [0, 1234.5, -9.99]],
  [{ style: "currency", currency: "USD" }, [1234.5]],
  [{ style: "currency", currency: "JPY" }, [1234.5]],
  [{ style: "currency", currency: "EUR", maximumFractionDigits: 0 }, [1234.5, 20]],
  [{ style: "currency", currency: "USD", currencyDisplay: "narrowSymbol" }, [20]],
  [{ style: "currency", currency: "EUR", currencyDisplay: "code" }, [20]],
  [{ style: "currency", currency: "EUR", currencyDisplay: "name" }, [1, 20]],
  [{ style: "unit", unit: "minute", unitDisplay: "long" }, [1, 90]],
  [{ style: "unit", unit: "hour", unitDisplay: "short" }, [1, 2.5]],
  [{ style: "unit", unit: "day", unitDisplay: "narrow" }, [3]],
  [{ style: "unit", unit: "kilometer" }, [12345.6]],
  [{ style: "unit", unit: "meter", unitDisplay: "long" }, [2]],
  [{ notation: "compact" }, [999, 1234, 12345, 999999, 1500000, 2e9]],
  [{ notation: "compact", compactDisplay: "long" }, [1234, 1500000, 1000000]],
  [{ notation: "compact", maximumFractionDigits: 1 }, [12345, 999999]],
  [{ notation: "compact", style: "currency", currency: "EUR" }, [12345]],
];

const at = "2012-02-13T17:05:09Z";
const DATE_TIMES = [
  {},
  ...["full", "long", "medium", "short"].flatMap((style) => [
    { dateStyle: style },
    { timeStyle: style },
    { dateStyle: style, timeStyle: "short" },
  ]),
  { dateStyle: "long", timeStyle: "long" },
  { timeStyle: "short", hour12: "true" },
  { timeStyle: "short", hour12: "false" },
  { year: "numeric", month: "long", day: "numeric" },
  { year: "numeric", month: "short", day: "numeric" },
  { year: "2-digit", month: "2-digit", day: "2-digit" },
  { year: "numeric", month: "2-digit", day: "2-digit" },
  { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  { weekday: "short", year: "numeric", month: "short", day: "numeric" },
  { weekday: "long", month: "short", day: "numeric" },
  { weekday: "short", month: "long", day: "numeric" },
  { weekday: "short", day: "numeric" },
  { weekday: "long", day: "numeric", month: "numeric" },
  { weekday: "long" },
  { weekday: "short" },
  { weekday: "narrow" },
  { month: "long" },
  { month: "short" },
  { month: "numeric" },
  { month: "long", year: "numeric" },
  { month: "short", year: "numeric" },
  { month: "numeric", year: "numeric" },
  { month: "long", day: "numeric" },
  { month: "short", day: "numeric" },
  { month: "numeric", day: "numeric" },
  { day: "numeric" },
  { day: "2-digit" },
  { year: "numeric" },
  { era: "short", year: "numeric" },
  { era: "long", year: "numeric", month: "long", day: "numeric" },
  { hour: "numeric" },
  { hour: "2-digit" },
  { hour: "numeric", minute: "numeric" },
  { hour: "2-digit", minute: "2-digit" },
  { hour: "numeric", minute: "2-digit", second: "2-digit" },
  { hour: "numeric", minute: "2-digit", hour12: "true" },
  { hour: "numeric", minute: "2-digit", hourCycle: "h23" },
  { minute: "2-digit", second: "2-digit" },
  { weekday: "short", hour: "numeric", minute: "2-digit" },
  { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "2-digit" },
  { year: "numeric", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" },
  { weekday: "long", year: "numeric", month: "long", day: "numeric", hour: "numeric", minute: "2-digit" },
  { hour: "numeric", minute: "2-digit", timeZoneName: "short" },
  { hour: "numeric", minute: "2-digit", timeZoneName: "long" },
  { hour: "numeric", minute: "2-digit", timeZoneName: "longOffset" },
  { year: "numeric", month: "long", day: "numeric", timeZoneName: "short" },
];

const RANGES = [
  {},
  { dateStyle: "full" },
  { dateStyle: "long" },
  { dateStyle: "short" },
  { timeStyle: "short" },
  { dateStyle: "long", timeStyle: "short" },
  { dateStyle: "short", timeStyle: "short" },
  { year: "numeric", month: "long", day: "numeric" },
  { year: "numeric", month: "short", day: "numeric" },
  { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  { weekday: "short", month: "short", day: "numeric" },
  { month: "long", day: "numeric" },
  { month: "long", year: "numeric" },
  { month: "long" },
  { day: "numeric" },
  { hour: "numeric" },
  { hour: "numeric", minute: "2-digit" },
  { hour: "numeric", minute: "2-digit", hour12: "true" },
  { hour: "numeric", minute: "2-digit", second: "2-digit" },
  { month: "long", day: "numeric", hour: "numeric", minute: "2-digit" },
  { hour: "numeric", minute: "2-digit", timeZoneName: "short" },
];
const SPANS = {
  seconds: ["2012-02-13T17:30:00Z", "2012-02-13T17:30:30Z"],
  hours: ["2012-02-13T17:30:00Z", "2012-02-13T19:00:00Z"],
  noon: ["2012-02-13T09:00:00Z", "2012-02-13T16:00:00Z"],
  midnight: ["2012-02-13T21:00:00Z", "2012-02-14T00:30:00Z"],
  days: ["2012-02-13T08:00:00Z", "2012-02-17T16:00:00Z"],
  months: ["2012-02-13T08:00:00Z", "2012-03-17T16:00:00Z"],
  years: ["2012-12-30T08:00:00Z", "2013-01-02T16:00:00Z"],
};

const RELATIVES = [
  [{ unit: "day" }, [-1, 0, 1, 2, -14]],
  [{ unit: "day", numeric: "auto" }, [-2, -1, 0, 1, 2, 3]],
  [{ unit: "hour", style: "short" }, [-1, 5]],
  [{ unit: "minute", style: "narrow" }, [10]],
  [{ unit: "second", numeric: "auto" }, [0]],
  [{ unit: "week", numeric: "auto" }, [1]],
  [{ unit: "month" }, [-3]],
  [{ unit: "year", numeric: "auto" }, [-1, 1000]],
];

const NAMES = ["Ana", "Ígor", "Zoë", "Omar"];
const LISTS = [{}, { type: "or" }, { type: "unit" }, { style: "short" }, { style: "narrow", type: "unit" }];
const LANGUAGES = ["en", "fr", "es", "de", "ar", "zh-Hant", "pt-BR", "es-419"];
const REGIONS = ["FR", "US", "DE", "GB", "MA", "419", "HK"];
const PLURALS = [0, 1, 2, 3, 7, 11, 21, 100, 1.5, 1000000];

/** The options of Intl. The calendar is always the Gregorian one; truth values are words in a message. */
function intl({ hour12, useGrouping, ...options }) {
  const truth = (name, word) => (word === undefined ? {} : { [name]: word === "true" });
  return { calendar: "gregory", ...options, ...truth("hour12", hour12), ...truth("useGrouping", useGrouping) };
}

function duration(locale, minutes, style) {
  const units = [
    ["day", 1440],
    ["hour", 60],
    ["minute", 1],
  ];
  const parts = units.flatMap(([unit, length], index) => {
    const count = Math.floor((minutes % (units[index - 1]?.[1] ?? Infinity)) / length);
    return count > 0 ? [new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: style }).format(count)] : [];
  });
  return new Intl.ListFormat(locale, { type: "unit", style }).format(parts);
}

/** The spans that show something of a range: days where there is a date, hours where there is a time. */
function spans(options) {
  const hasTime = "hour" in options || "timeStyle" in options;
  const hasDate = Object.keys(options).some((option) => /^(dateStyle|year|month|day|weekday)$/.test(option));
  const { seconds, hours, noon, midnight, days, months, years } = SPANS;
  if (hasTime && hasDate) return [seconds, hours, midnight, years];
  return hasTime ? [hours, noon, midnight] : [hours, days, months, years];
}

for (const locale of LOCALES) {
  for (const [options, values] of NUMBERS) {
    for (const value of values)
      add("number", locale, value, options, new Intl.NumberFormat(locale, intl(options)).format(value));
  }
  for (const type of ["cardinal", "ordinal"]) {
    const rules = new Intl.PluralRules(locale, { type });
    const order = ["zero", "one", "two", "few", "many", "other"];
    add(
      "pluralCategories",
      locale,
      null,
      { type },
      rules
        .resolvedOptions()
        .pluralCategories.sort((a, b) => order.indexOf(a) - order.indexOf(b))
        .join(" "),
    );
    add("plural", locale, PLURALS, { type }, PLURALS.map((value) => rules.select(value)).join(" "));
  }
  add(
    "plural",
    locale,
    PLURALS,
    { minimumFractionDigits: 1 },
    PLURALS.map((value) => new Intl.PluralRules(locale, { minimumFractionDigits: 1 }).select(value)).join(" "),
  );
  for (const options of DATE_TIMES.map((options) => ({ ...options, timeZone: "Europe/Paris" }))) {
    add("dateTime", locale, at, options, new Intl.DateTimeFormat(locale, intl(options)).format(new Date(at)));
  }
  const new_york = { dateStyle: "short", timeStyle: "full", timeZone: "America/New_York" };
  add(
    "dateTime",
    locale,
    "2012-07-04T03:59:59Z",
    new_york,
    new Intl.DateTimeFormat(locale, intl(new_york)).format(new Date("2012-07-04T03:59:59Z")),
  );
  for (const options of RANGES.map((options) => ({ ...options, timeZone: "Europe/Paris" }))) {
    const format = new Intl.DateTimeFormat(locale, intl(options));
    for (const [start, end] of spans(options))
      add("range", locale, [start, end], options, format.formatRange(new Date(start), new Date(end)));
  }
  for (const [{ unit, ...options }, values] of RELATIVES) {
    for (const value of values)
      add(
        "relative",
        locale,
        value,
        { unit, ...options },
        new Intl.RelativeTimeFormat(locale, options).format(value, unit),
      );
  }
  for (const { type = "and", ...options } of LISTS) {
    const types = { and: "conjunction", or: "disjunction", unit: "unit" };
    for (const length of [0, 1, 2, 4]) {
      const items = NAMES.slice(0, length);
      add(
        "list",
        locale,
        items,
        { type, ...options },
        new Intl.ListFormat(locale, { type: types[type], ...options }).format(items),
      );
    }
  }
  for (const tag of LANGUAGES)
    add("language", locale, tag, {}, new Intl.DisplayNames(locale, { type: "language" }).of(tag));
  for (const code of REGIONS)
    add("region", locale, code, {}, new Intl.DisplayNames(locale, { type: "region" }).of(code));
  for (const style of ["long", "short", "narrow"]) {
    for (const minutes of [1, 45, 90, 120, 1500])
      add("duration", locale, minutes, { style }, duration(locale, minutes, style));
  }
}

const { icu, cldr, node } = process.versions;
const lines = cases.map((line) => JSON.stringify(line));
writeFileSync(
  new URL("cases.json", import.meta.url),
  `{"versions":${JSON.stringify({ node, icu, cldr })},"cases":[\n${lines.join(",\n")}\n]}\n`,
);
console.log(`${cases.length} cases`);
