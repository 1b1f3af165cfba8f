// Writes patterns.tsv: what CLDR says about dates and intervals, reduced to what `cldr.rs` needs.
//
//   npm install cldr-core cldr-dates-full cldr-numbers-full && node patterns.mjs
//
// One line a locale, one column a key; the columns are named in the first line. An empty cell is that of the parent
// locale, and `+12` stands for twelve of them. A cell `=` in a column of an interval stands for the available pattern
// of that skeleton, twice, joined as the fallback says: half of all interval patterns are that. `hour` is the letter
// that `j` stands for, and `codes` the currencies whose symbol is their code, though it is not where the locale
// inherits from.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(join(process.cwd(), "node_modules/"));
const cldr = (path) => JSON.parse(readFileSync(require.resolve(path), "utf8"));
const coverage = cldr("cldr-core/coverageLevels.json").effectiveCoverageLevels;
const parents = cldr("cldr-core/supplemental/parentLocales.json").supplemental.parentLocales.parentLocale;
const likely = cldr("cldr-core/supplemental/likelySubtags.json").supplemental.likelySubtags;
const timeData = cldr("cldr-core/supplemental/timeData.json").supplemental.timeData;
const { full } = cldr("cldr-core/availableLocales.json").availableLocales;

const STYLES = ["full", "long", "medium", "short"];
/** Skeletons of these fields are kept: no quarters, no weeks, no `B` for "in the morning", no long zones. */
const FIELDS = /^(?!.*vvvv)[GyMEdhHmsv]+$/;
/** As rare as they are long: intervals of dates in numbers with an era. */
const NUMERIC_ERA = /^GyM(?!MM)/;
const APPEND = ["Timezone", "Era", "Day-Of-Week"];

const truncated = (locale) => (locale.includes("-") ? locale.replace(/-[^-]*$/, "") : "und");
const parent = (locale) =>
  locale === "und" ? undefined : (parents[locale] ?? truncated(locale)).replace("root", "und");

/** The hour that `j` stands for: `H` (0 to 23) or `h` (1 to 12). */
function hour(locale) {
  const region = (tag) => /-([A-Z]{2}|\d{3})\b/.exec(tag ?? "")?.[1];
  const place = region(locale) ?? region(likely[locale]) ?? "001";
  const hours = timeData[`${locale.split("-")[0]}-${place}`] ?? timeData[place] ?? timeData["001"];
  return hours._preferred[0];
}

const symbols = (locale) => cldr(`cldr-numbers-full/main/${locale}/currencies.json`).main[locale].numbers.currencies;

/** ICU4X drops a symbol that is the code, and then finds that of a parent: `US$` where it should be `USD`. */
function codes(locale) {
  const own = symbols(locale);
  const ancestors = [];
  for (let from = parent(locale); from; from = parent(from)) if (full.includes(from)) ancestors.push(symbols(from));
  const isCode = (code) =>
    own[code]?.symbol === code && ancestors.some((known) => known[code]?.symbol && known[code].symbol !== code);
  return Object.keys(own).filter(isCode).join(" ") || undefined;
}

function columns(locale) {
  const file = cldr(`cldr-dates-full/main/${locale}/ca-gregorian.json`);
  const calendar = file.main[locale].dates.calendars.gregorian;
  const { availableFormats, appendItems, intervalFormats, ...glue } = calendar.dateTimeFormats;
  const text = (format) => (typeof format === "string" ? format : format?._value);
  const fallback = intervalFormats.intervalFormatFallback;
  const row = new Map([
    ["hour", hour(locale)],
    ["fallback", fallback],
    ["codes", codes(locale)],
  ]);
  for (const style of STYLES) {
    row.set(`date.${style}`, text(calendar.dateFormats[style]));
    row.set(`time.${style}`, text(calendar.timeFormats[style]));
    row.set(`glue.${style}`, text(glue[style]));
    row.set(`at.${style}`, text(calendar["dateTimeFormats-atTime"].standard[style]));
  }
  for (const item of APPEND) row.set(`append.${item}`, appendItems[item]);
  for (const [skeleton, format] of Object.entries(availableFormats)) {
    if (FIELDS.test(skeleton)) row.set(skeleton, text(format));
  }
  for (const [skeleton, patterns] of Object.entries(intervalFormats)) {
    if (!FIELDS.test(skeleton) || NUMERIC_ERA.test(skeleton)) continue;
    const whole = availableFormats[skeleton];
    const twice = whole && fallback.replace("{0}", () => whole).replace("{1}", () => whole);
    for (const [field, pattern] of Object.entries(patterns)) {
      if (/^[yMdahHm]$/.test(field)) row.set(`${skeleton}/${field}`, pattern === twice ? "=" : pattern);
    }
  }
  return row;
}

/** Whether the locale, or what it is a variant of in the same script, has data for daily use. */
const isModern = (locale) => {
  const [language, script] = locale.split("-");
  const tags = script?.length === 4 ? [locale, `${language}-${script}`] : [locale, language];
  return coverage[tags.find((tag) => coverage[tag])] === "modern";
};

/** The tag as ICU4X has it: without the script that the region implies. */
const tag = (locale) => {
  const [language, script, region] = locale.split("-");
  return region && likely[`${language}-${region}`] === locale ? `${language}-${region}` : locale;
};

const modern = full.filter((locale) => locale !== "und" && isModern(locale)).sort();
const rows = new Map(["und", ...modern].map((locale) => [locale, columns(locale)]));
const keys = [...new Set([...rows.values()].flatMap((row) => [...row.keys()]))].sort();
const inherited = (locale, key) => {
  for (let from = parent(locale); from; from = parent(from)) if (rows.has(from)) return rows.get(from).get(key);
};
const lines = [`locale\t${keys.join("\t")}`];
for (const [locale, row] of rows) {
  const cells = keys.map((key) => (row.get(key) === inherited(locale, key) ? "" : (row.get(key) ?? "-")));
  const line = [tag(locale), ...cells].join("\t").replace(/\t+$/, "");
  if (cells.some(Boolean)) lines.push(line.replace(/\t{4,}/g, (run) => `\t+${run.length - 1}\t`));
}
writeFileSync(join(dirname(new URL(import.meta.url).pathname), "patterns.tsv"), lines.join("\n") + "\n");
console.log(`${lines.length - 1} locales, ${lines.join("\n").length} characters`);
