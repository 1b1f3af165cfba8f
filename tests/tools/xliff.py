#!/usr/bin/python3
"""Checks XLIFF 2.1 files strictly: against the OASIS schema of the core (which Debian's php-symfony-translation
ships), and by the constraints of the standard that a schema cannot express (those of OASIS's own Schematron rules).

    apt-get install -y --no-install-recommends php-symfony-translation python3-lxml
    ./validate.py FILE...          exits with 1 when a file is not valid, and says why
    ./validate.py --self-test FILE breaks the file in many ways, and exits with 1 when that goes unnoticed
"""

import copy
import re
import sys
from collections import Counter
from pathlib import Path

from lxml import etree

SCHEMAS = Path("/usr/share/php/Symfony/Component/Translation/Resources/schemas")
XLF = "urn:oasis:names:tc:xliff:document:2.0"
MTC = "urn:oasis:names:tc:xliff:matches:2.0"
SLR = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
XML = "http://www.w3.org/XML/1998/namespace"
NS = {"x": XLF, "mtc": MTC, "slr": SLR}
CODES = ("ph", "pc", "sc", "ec")
NMTOKEN = re.compile(r"[\w.:\-·]+\Z")
LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*\Z")


class Imports(etree.Resolver):
    """The schema imports xml.xsd from where OASIS has it; Debian has it beside the schema."""

    def resolve(self, url, public_id, context):
        if url.endswith("xml.xsd"):
            return self.resolve_filename(str(SCHEMAS / "xml.xsd"), context)
        return None


def core_schema():
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Imports())
    return etree.XMLSchema(etree.parse(str(SCHEMAS / "xliff-core-2.0.xsd"), parser))


def name(element):
    return etree.QName(element).localname


def duplicates(values):
    return [value for value, count in Counter(values).items() if count > 1]


def broken_rules(root):
    """What is wrong beyond the schema: pairs of an element and a sentence. K, F: the number of OASIS's rule."""
    if root.get("version") != "2.1":
        yield root, "the version is not 2.1"
    for attribute in ("srcLang", "trgLang"):
        if not LANGUAGE.match(root.get(attribute, "")):
            yield root, f"{attribute} is no BCP 47 tag"  # trgLang: F1
    for value in duplicates(root.xpath("x:file/@id", namespaces=NS)):
        yield root, f"two files have the id {value} (K1)"
    for file in root.iterfind("x:file", NS):
        for kind, rule in (("group", "K2"), ("unit", "K3")):
            for value in duplicates(file.xpath(f".//x:{kind}/@id", namespaces=NS)):
                yield file, f"two {kind}s have the id {value} ({rule})"
        profiles = file.find("slr:profiles", NS)
        for unit in file.iterfind(".//x:unit", NS):
            yield from broken_in_unit(unit)
            if unit.get(f"{{{SLR}}}sizeRestriction") is not None:
                if profiles is None or profiles.get("generalProfile") != "xliff:codepoints":
                    yield unit, "a size is restricted, but the file names no profile"
    for element in root.iter(f"{{{XLF}}}cp"):
        if not re.fullmatch(r"[0-9a-fA-F]{4,5}|0[0-9a-fA-F]{5}|10[0-9a-fA-F]{4}", element.get("hex", "")):
            yield element, "cp is no code point of four to six digits (F25)"
        elif re.fullmatch(r"[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", chr(int(element.get("hex"), 16))):
            yield element, "cp is a character that XML can hold"
    for element in root.iter():
        yield from broken_slr(element)


def broken_in_unit(unit):
    if unit.find("x:segment", NS) is None:
        yield unit, "there is no segment (F3)"
    for value in duplicates(unit.xpath("x:notes/x:note/@id", namespaces=NS)):
        yield unit, f"two notes have the id {value} (K4)"
    parts = unit.xpath("x:segment | x:ignorable", namespaces=NS)
    sources = unit.xpath("(x:segment | x:ignorable)/x:source", namespaces=NS)
    targets = unit.xpath("(x:segment | x:ignorable)/x:target", namespaces=NS)
    part_ids = [part.get("id") for part in parts if part.get("id")]
    yield from broken_texts(unit, unit, sources, targets, part_ids)

    orders = [target.get("order") for target in targets if target.get("order")]
    for value in duplicates(orders):
        yield unit, f"two targets have the order {value} (K7)"
    if any(int(order) > len(parts) for order in orders):
        yield unit, "the order of a target is beyond the last (F18)"
    for segment in unit.iterfind("x:segment", NS):
        if segment.get("subState") is not None and segment.get("state") is None:
            yield segment, "there is a subState, but no state (F7)"
        if not re.fullmatch(r"[^\s:]+:[^\s:]+", segment.get("subState", "a:b")):
            yield segment, "the subState has no prefix"
        if segment.get("state", "initial") != "initial" and segment.find("x:target", NS) is None:
            yield segment, "it is translated, but has no target (F29)"
    for target in targets:
        language = unit.getroottree().getroot().get("trgLang")
        if target.get(f"{{{XML}}}lang", language) != language:
            yield target, "the target is in another language (F4)"

    for matches in unit.iterfind("mtc:matches", NS):
        if not len(matches):
            yield matches, "there is no match"
        for value in duplicates(matches.xpath("mtc:match/@id", namespaces=NS)):
            yield matches, f"two matches have the id {value} (mtc1)"
        for match in matches:
            yield from broken_match(unit, match)


def broken_match(unit, match):
    if match.tag != f"{{{MTC}}}match":
        yield match, "it is no match"
        return
    children = [child.tag for child in match]
    allowed = [f"{{{XLF}}}{tag}" for tag in ("originalData", "source", "target")]
    if children not in (allowed, allowed[1:]):
        yield match, "a match has originalData, source and target"
        return
    unknown = set(match.attrib) - {"id", "matchQuality", "matchSuitability", "origin", "ref", "reference",
                                   "similarity", "subType", "type"}
    if any(not attribute.startswith("{") for attribute in unknown):
        yield match, f"a match has no attribute {sorted(unknown)}"
    if match.get("type", "tm") not in ("am", "mt", "icm", "idm", "tb", "tm", "other"):
        yield match, "the type of the match is unknown"
    if match.get("subType") is not None:
        if match.get("type") is None:
            yield match, "there is a subType, but no type (mtc3)"
        if not re.fullmatch(r"[^\s:]+:[^\s:]+", match.get("subType")):
            yield match, "the subType has no prefix"
    reference = match.get("ref", "").split("#")[-1]
    ids = unit.xpath("(x:segment | x:segment//*)/@id", namespaces=NS)
    if reference not in ids:
        yield match, f"the match refers to {reference!r}, which is not in the unit (mtc2)"
    yield from broken_texts(unit, match, match.findall("x:source", NS), match.findall("x:target", NS), [])


def broken_texts(unit, scope, sources, targets, other_ids):
    """`scope` has the original data of the texts: it is a unit or a match."""
    data = scope.xpath("x:originalData/x:data/@id", namespaces=NS)
    for value in duplicates(data):
        yield scope, f"two data have the id {value} (K5)"
    for value in duplicates(other_ids + [value for text in sources for value in text.xpath(".//@id")]):
        yield scope, f"two codes of the source have the id {value} (K6)"
    for value in duplicates([value for text in targets for value in text.xpath(".//@id")]):
        yield scope, f"two codes of the target have the id {value} (K6)"
    for target in targets:
        source = target.getparent().find("x:source", NS)
        own = {element.get("id"): name(element) for element in source.iter() if element.get("id")}
        others = set(other_ids) | {value for text in sources if text is not source for value in text.xpath(".//@id")}
        for element in target.iter(*(f"{{{XLF}}}{tag}" for tag in (*CODES, "mrk", "sm"))):
            if element.get("id") in own and own[element.get("id")] != name(element):
                yield element, "its id is that of another kind of code in the source (K6)"
            if element.get("id") in others:
                yield element, "its id is that of a code elsewhere in the unit (K6)"
    used = set()
    for texts in (sources, targets):
        elements = [element for text in texts for element in text.iterdescendants(tag=etree.Element)]
        yield from broken_spans(elements)
        for element in elements:
            yield from broken_code(scope, element, data)
            used |= {element.get(attribute) for attribute in ("dataRef", "dataRefStart", "dataRefEnd")}
    for value in set(data) - used:
        yield scope, f"no code refers to the data {value}"


def broken_code(scope, element, data):
    for attribute in ("dataRef", "dataRefStart", "dataRefEnd"):
        if element.get(attribute) is not None and element.get(attribute) not in data:
            yield element, f"{attribute} refers to {element.get(attribute)!r}, which is not there (F15 to F17)"
    sub_type = element.get("subType")
    if sub_type is not None:
        if element.get("type") is None:
            yield element, "there is a subType, but no type (F8)"
        if sub_type.startswith("xlf:"):
            type_of = {"xlf:var": "ui"} | dict.fromkeys(("xlf:b", "xlf:i", "xlf:u", "xlf:lb", "xlf:pb"), "fmt")
            if type_of.get(sub_type) != element.get("type"):
                yield element, "subType and type do not go together (F8)"
    if element.get("copyOf") is not None and element.get("dataRef") is not None:
        yield element, "a copy has no data of its own (F9)"
    if element.get("canReorder", "yes") != "yes" and (element.get("canCopy"), element.get("canDelete")) != ("no", "no"):
        yield element, "what cannot be reordered cannot be copied or deleted (F10)"
    if name(element) not in (*CODES, "cp", "mrk", "sm", "em"):
        yield element, "this is no inline element"


def broken_spans(elements):
    position = {element: index for index, element in enumerate(elements)}
    starts = {element.get("id"): element for element in elements if name(element) == "sc"}
    ends = Counter(element.get("startRef") for element in elements if name(element) == "ec")
    for element in elements:
        is_isolated = element.get("isolated", "no") == "yes"
        if name(element) == "sc" and ends[element.get("id")] != (0 if is_isolated else 1):
            yield element, "a start has one end, unless it is isolated (F5)"
        if name(element) == "ec":
            if is_isolated != (element.get("id") is not None) or is_isolated == (element.get("startRef") is not None):
                yield element, "an end has a startRef, or is isolated and has an id (F6)"
            start = starts.get(element.get("startRef"))
            if not is_isolated and (start is None or position[start] > position[element]):
                yield element, "an end comes after its start (F6)"


def broken_slr(element):
    if not isinstance(element.tag, str):
        return
    kinds = {
        "sizeRestriction": ("file", "group", "unit", "mrk", "sm", "pc", "sc"),
        "sizeInfo": ("file", "group", "unit", "pc", "sc", "ec", "ph"),
    }
    for attribute, value in element.attrib.items():
        qualified = etree.QName(attribute)
        if qualified.namespace != SLR:
            continue
        if name(element) not in kinds.get(qualified.localname, ()):
            yield element, f"slr:{qualified.localname} has no place here"
        pattern = r"(\d+,)?(\d+|\*)" if qualified.localname == "sizeRestriction" else r"\d*"
        if not re.fullmatch(pattern, value):
            yield element, f"slr:{qualified.localname} is {value!r}"
    if element.tag == f"{{{SLR}}}profiles" and name(element.getparent()) not in ("file", "group", "unit"):
        yield element, "slr:profiles has no place here"


def problems(tree, schema):
    if not schema.validate(tree):
        for error in schema.error_log:
            yield error.line, error.message
        return
    for element, sentence in broken_rules(tree.getroot()):
        yield element.sourceline, sentence


def parse(source):
    # A strict parser: no network, no entities, no repair.
    return etree.parse(source, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True))


def mutants(tree):
    """The file, broken: one way after another."""
    attributes = {"id", "dataRef", "startRef", "ref", "state", "type", "hex", "version", "srcLang", "trgLang"}
    for index, element in enumerate(tree.getroot().iter(tag=etree.Element)):
        for attribute in attributes & set(element.attrib):
            for value in (None, "", "nowhere", "a b"):
                if (attribute, value) in (("id", "nowhere"), ("trgLang", "nowhere"), ("srcLang", "nowhere")):
                    continue
                # Optional: a state without a sub-state, a type without a sub-type, a dataRef whose data others use.
                if value is None and attribute in ("state", "type", "dataRef", "trgLang", "id"):
                    continue
                mutant = copy.deepcopy(tree)
                found = list(mutant.getroot().iter(tag=etree.Element))[index]
                if value is None:
                    del found.attrib[attribute]
                else:
                    found.set(attribute, value)
                yield f"{name(element)} of line {element.sourceline}: {attribute} is {value!r}", mutant
        if name(element) in ("source", "segment", "match", "ec", "data", "profiles"):
            mutant = copy.deepcopy(tree)
            found = list(mutant.getroot().iter(tag=etree.Element))[index]
            if name(element) == "ec" and element.get("isolated"):
                continue
            found.getparent().remove(found)
            yield f"{name(element)} of line {element.sourceline}: removed", mutant
        if name(element) == "profiles":
            continue  # It may have what it likes inside.
        mutant = copy.deepcopy(tree)
        found = list(mutant.getroot().iter(tag=etree.Element))[index]
        found.append(etree.Element(f"{{{XLF}}}bold"))
        yield f"{name(element)} of line {element.sourceline}: <bold> inside", mutant


def main(arguments):
    schema = core_schema()
    is_self_test = arguments[:1] == ["--self-test"]
    failed = False
    for path in arguments[1 if is_self_test else 0 :]:
        try:
            tree = parse(path)
        except etree.XMLSyntaxError as error:
            print(f"{path}: {error}")
            failed = True
            continue
        for line, sentence in problems(tree, schema):
            print(f"{path}:{line}: {sentence}")
            failed = True
        if is_self_test:
            tried = unnoticed = 0
            for what, mutant in mutants(tree):
                tried += 1
                if not any(True for _ in problems(mutant, schema)):
                    print(f"{path}: goes unnoticed: {what}")
                    unnoticed += 1
            print(f"{path}: broken in {tried} ways, {unnoticed} went unnoticed")
            failed |= unnoticed > 0 or tried == 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
