"""Whether a PDF may be read by everybody: the points of PDF/UA that a machine can tell, asked of the finished bytes.

Asked after sealing, since a seal may break what WeasyPrint made right. An empty list is no proof, a problem is one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject

HEADINGS = {f"/H{level}": level for level in range(1, 7)}
SHOWS_TEXT = {b"Tj", b"TJ", b"'", b'"'}
PDF_UA = "http://www.aiim.org/pdfua/ns/id/"
HIDDEN = 2  # flag of an annotation


def problems(pdf: bytes) -> list[str]:
    """What is wrong, one line each, in English: for tests and for whoever mends a template."""
    reader = PdfReader(io.BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    found = list(_catalog(reader, root))
    tree = root.get("/StructTreeRoot")
    if tree is None:
        return [*found, "There is no structure (StructTreeRoot)."]
    elements = list(_walk(tree))
    found += _structure(elements)
    found += _annotations(reader, tree.get_object())
    found += [line for number, page in enumerate(reader.pages, 1) for line in _content(reader, page, number)]
    found += _fonts(reader)
    return found


def _catalog(reader: PdfReader, root: Any) -> Iterator[str]:
    if not root.get("/Lang"):
        yield "The language is not told (Lang)."
    if not (root.get("/MarkInfo") or {}).get("/Marked"):
        yield "The document is not marked as tagged (MarkInfo)."
    if not (root.get("/ViewerPreferences") or {}).get("/DisplayDocTitle"):
        yield "The window would show the name of the file instead of the title (DisplayDocTitle)."
    metadata = reader.xmp_metadata
    if metadata is None:
        yield "There is no XMP metadata."
        return
    if not any((metadata.dc_title or {}).values()):
        yield "There is no title (dc:title)."
    declared = {str(node.nodeValue) for node in metadata.get_element("", PDF_UA, "part")}
    if declared != {"1"}:
        yield "The document does not declare PDF/UA-1."
    if root.get("/Version", "/1.7") > "/1.7":
        yield f"PDF/UA-1 stands on PDF 1.7, not on {root['/Version'][1:]}."


def _walk(node: Any) -> Iterator[DictionaryObject]:
    """All elements of the structure, in reading order."""
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _walk(node["/K"])


def _kind(element: DictionaryObject) -> str:
    return str(element.get("/S", ""))


def _structure(elements: list[DictionaryObject]) -> Iterator[str]:
    last = 0
    for element in elements:
        kind = _kind(element)
        if kind == "/Figure" and not (element.get("/Alt") or element.get("/ActualText")):
            yield "A picture has no words in its place (Alt)."
        if kind == "/Table":
            yield from _table(element)
        if level := HEADINGS.get(kind):
            if level > last + 1:
                yield f"A heading of level {level} follows one of level {last}."
            last = level
    if not last:
        yield "There is no heading."


def _table(table: DictionaryObject) -> Iterator[str]:
    cells = [one for one in _walk(table["/K"]) if _kind(one) in {"/TH", "/TD"}] if "/K" in table else []
    headers = [one for one in cells if _kind(one) == "/TH"]
    if not headers:
        yield "A table has no header cell (TH)."
    named = {str(name) for cell in cells for one in _attributes(cell) for name in one.get("/Headers") or []}
    if any(not any("/Scope" in one for one in _attributes(th)) and str(th.get("/ID")) not in named for th in headers):
        yield "A header cell does not say which cells it heads (Scope, Headers)."


def _attributes(element: DictionaryObject) -> list[DictionaryObject]:
    held: Any = element.get("/A")
    held = held.get_object() if held is not None else []
    return [one.get_object() for one in (held if isinstance(held, ArrayObject) else [held])]


def _annotations(reader: PdfReader, tree: Any) -> Iterator[str]:
    parents = dict(_numbers(tree["/ParentTree"].get_object())) if "/ParentTree" in tree else {}
    for number, page in enumerate(reader.pages, 1):
        annotations = [one.get_object() for one in page.get("/Annots") or []]
        if annotations and page.get("/Tabs") != "/S":
            yield f"Page {number}: the order of the keyboard is not that of the structure (Tabs)."
        for annotation in annotations:
            if int(annotation.get("/F", 0)) & HIDDEN:
                continue
            kind = str(annotation.get("/Subtype"))
            parent = parents.get(annotation.get("/StructParent"))
            wanted = {"/Link": "/Link", "/Widget": "/Form"}.get(kind, "/Annot")
            if parent is None or _kind(parent.get_object()) != wanted:
                yield f"Page {number}: an annotation ({kind[1:]}) stands outside the structure."
            if kind == "/Widget" and not annotation.get("/TU"):
                yield f"Page {number}: a field has no name that can be read out (TU)."
            if kind == "/Link" and not annotation.get("/Contents"):
                yield f"Page {number}: a link has no words (Contents)."


def _numbers(node: Any) -> Iterator[tuple[int, Any]]:
    listed = node.get("/Nums") or []
    for place in range(0, len(listed), 2):
        yield int(listed[place]), listed[place + 1]
    for child in node.get("/Kids") or []:
        yield from _numbers(child.get_object())


def _content(reader: PdfReader, page: Any, number: int) -> Iterator[str]:
    """Text is part of the structure, or declared to be decoration (Artifact)."""
    contents = page.get_contents()
    if contents is None:
        return
    marks: list[bool] = []
    for operands, operator in ContentStream(contents, reader).operations:
        if operator in {b"BDC", b"BMC"}:
            known = operands[0] == "/Artifact" or (len(operands) > 1 and "/MCID" in operands[1])
            marks.append(known)
        elif operator == b"EMC" and marks:
            marks.pop()
        elif operator in SHOWS_TEXT and not any(marks):
            yield f"Page {number}: text stands outside the structure."
            return


def _fonts(reader: PdfReader) -> Iterator[str]:
    for number, page in enumerate(reader.pages, 1):
        fonts: Any = (page.get("/Resources") or {}).get("/Font") or DictionaryObject()
        for font in fonts.get_object().values():
            held = font.get_object()
            (inner,) = held.get("/DescendantFonts") or [held]
            descriptor: Any = inner.get_object().get("/FontDescriptor") or DictionaryObject()
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.get_object()):
                yield f"Page {number}: the font {held.get('/BaseFont')} is not embedded."
            if "/ToUnicode" not in held:
                yield f"Page {number}: the font {held.get('/BaseFont')} cannot be read as text (ToUnicode)."
