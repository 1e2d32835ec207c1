"""What the seal adds to a document so that it stays accessible (PDF/UA): the field, its tag, the attached files.

Imports pyHanko: only `documents.seal` imports this, late.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.signers import PdfSigner, constants

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    from documents.seal import Attachment


def attach(writer: IncrementalPdfFileWriter, attachment: Attachment) -> None:
    """Embeds a file. Without `/AF`, which belongs to PDF 2.0 and would change the version of the document."""
    data = embed.EmbeddedFileObject.from_file_data(
        writer, data=attachment.content, mime_type=attachment.media_type, params=embed.EmbeddedFileParams()
    )
    embed.embed_file(
        writer,
        embed.FileSpec(
            file_spec_string=attachment.name,
            file_name=attachment.name,
            embedded_data=data,
            description=attachment.description,
        ),
    )


def add_field(writer: IncrementalPdfFileWriter, name: str, *, tooltip: str) -> None:
    """An invisible signature field on the last page, which assistive technology finds and can name."""
    fields.append_signature_field(
        writer, fields.SigFieldSpec(sig_field_name=name, on_page=-1, readable_field_name=tooltip)
    )
    page_ref, _resources = writer.find_page_for_modification(-1)
    page = page_ref.get_object()
    page[pdf_name("/Tabs")] = pdf_name("/S")
    writer.update_container(page)
    field_ref = writer.root["/AcroForm"]["/Fields"].raw_get(-1)
    if "/StructTreeRoot" in writer.root:
        _tag(writer, field_ref, page_ref)


def _tag(writer: IncrementalPdfFileWriter, field_ref: generic.IndirectObject, page_ref: generic.IndirectObject) -> None:
    """Hangs the field into the structure tree as a form, under the element that holds the whole document."""
    tree = writer.root["/StructTreeRoot"]
    top_ref, kids = _top(writer, tree)
    reference = generic.DictionaryObject(
        {pdf_name("/Type"): pdf_name("/OBJR"), pdf_name("/Obj"): field_ref, pdf_name("/Pg"): page_ref}
    )
    element = writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/StructElem"),
                pdf_name("/S"): pdf_name("/Form"),
                pdf_name("/P"): top_ref,
                pdf_name("/Pg"): page_ref,
                pdf_name("/K"): reference,
            }
        )
    )
    kids.append(element)
    writer.update_container(kids)
    number = _enter(writer, tree, element)
    field = field_ref.get_object()
    field[pdf_name("/StructParent")] = generic.NumberObject(number)
    writer.update_container(field)


def _top(
    writer: IncrementalPdfFileWriter, tree: generic.DictionaryObject
) -> tuple[generic.IndirectObject, generic.ArrayObject]:
    """The element at the top, and the list of its children."""
    children = tree.raw_get("/K")
    held = children.get_object()
    top_ref = held.raw_get(0) if isinstance(held, generic.ArrayObject) else children
    top = top_ref.get_object()
    kids = top.get("/K")
    if not isinstance(kids, generic.ArrayObject):
        known = [top.raw_get("/K")] if "/K" in top else []
        kids = top[pdf_name("/K")] = generic.ArrayObject(known)
        writer.update_container(top)
    return top_ref, kids


def _enter(writer: IncrementalPdfFileWriter, tree: generic.DictionaryObject, element: generic.IndirectObject) -> int:
    """Writes the element into the tree of parents; returns the number under which it is found."""
    parents = tree["/ParentTree"]
    numbers = parents["/Nums"]
    known = [int(numbers[place]) for place in range(0, len(numbers), 2)]
    number = max([int(tree.get("/ParentTreeNextKey", 0)), *(one + 1 for one in known)])
    numbers.extend([generic.NumberObject(number), element])
    writer.update_container(numbers)
    tree[pdf_name("/ParentTreeNextKey")] = generic.NumberObject(number + 1)
    writer.update_container(tree)
    return number


class SealSigner(PdfSigner):
    """Keeps the document at PDF 1.7, on which PDF/UA-1 stands: pyHanko raises it to 2.0 for keys on elliptic curves,
    which readers of 1.7 have known for long."""

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        pdf_out.ensure_output_version(version=(1, 7))
        pdf_out.register_extension(constants.ESIC_EXTENSION_1)
