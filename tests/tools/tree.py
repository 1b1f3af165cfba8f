#!/usr/bin/env python3
"""Reads XML from standard input, to the letter, and prints its elements as JSON: name, attributes, text, children."""

import json
import sys
from xml.etree import ElementTree


def tree(element):
    return {
        "name": element.tag,
        "attributes": element.attrib,
        "text": element.text or "",
        "children": [tree(child) for child in element],
    }


json.dump(tree(ElementTree.fromstring(sys.stdin.buffer.read())), sys.stdout)
