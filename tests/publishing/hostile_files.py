"""Good and hostile files made in code, so that none of them lies in the repository."""

import io
import struct
import zipfile
import zlib

from PIL import Image

OPEN_XML = "application/vnd.openxmlformats-officedocument"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN_PARTS = {
    "docx": ("word/document.xml", f"{OPEN_XML}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OPEN_XML}.spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OPEN_XML}.presentationml.presentation.main+xml"),
}
# In two pieces, so that no antivirus takes this file away.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
OLE_WITH_PASSWORD = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(480)
PROGRAM = b"MZ\x90\x00" + bytes(200) + b"This program cannot be run in DOS mode."
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
GIF_SCRIPT = b"GIF89a/*" + bytes(20) + b"*/=alert(1);"
DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


def archive(parts, *, compression=zipfile.ZIP_DEFLATED):
    """A zip archive of {name or ZipInfo: content}."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", compression) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return output.getvalue()


def content_types(kind="docx", *, more=""):
    part, content_type = MAIN_PARTS[kind]
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{part}" ContentType="{content_type}"/>{more}</Types>'
    )


def office(kind="docx", *, more_types="", **parts):
    """A small document; `parts` are added with "__" for "/" in their names."""
    part, _ = MAIN_PARTS[kind]
    contents = {"[Content_Types].xml": content_types(kind, more=more_types), part: "<document>Суу</document>"}
    return archive(contents | {name.replace("__", "/"): content for name, content in parts.items()})


def office_with(extra, kind="docx"):
    """A small document with parts under names that Python cannot spell as keywords."""
    return archive({"[Content_Types].xml": content_types(kind), MAIN_PARTS[kind][0]: "<document/>"} | extra)


def relationship(kind, target, mode="External"):
    """The relations part of a document with one relation."""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONSHIPS}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        "</Relationships>"
    )


def odt(content="<office:text/>", manifest="<m:manifest/>", **parts):
    """A small OpenDocument text."""
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:m="urn:manifest"'
    )
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}>{content}</office:document-content>",
            "META-INF/manifest.xml": manifest.replace("<m:manifest", f"<m:manifest {spaces}", 1),
        }
        | {name.replace("__", "/"): text for name, text in parts.items()}
    )


def pdf(*objects, head=b""):
    """A one-page PDF with further objects, given as raw bytes."""
    body = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>", *objects]
    output = head + b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(body, 1):
        places.append(len(output))
        output += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(body) + 1
    return output + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(output))
    )


def object_stream(objects, level=6):
    """A compressed object stream, in which dictionaries are out of sight."""
    packed = zlib.compress(objects, level)
    head = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>" % len(packed)
    return head + b"stream\n" + packed + b"\nendstream"


def picture(kind="JPEG", size=(640, 480), mode="RGB", colour=(30, 90, 160), **options):
    """A picture of one colour."""
    output = io.BytesIO()
    Image.new(mode, size, colour).save(output, kind, **options)
    return output.getvalue()


def photo_with_place(orientation=1):
    """A JPEG, upper half red and lower half blue as stored, with orientation, GPS and camera in EXIF."""
    image = Image.new("RGB", (800, 400), (200, 20, 20))
    image.paste((20, 20, 200), (0, 200, 800, 400))
    exif = Image.Exif()
    exif[0x010F] = "Made by a camera"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (42.0, 52.0, 29.0), 3: "E", 4: (74.0, 35.0, 20.0)})
    output = io.BytesIO()
    image.save(output, "JPEG", exif=exif, quality=95, comment=b"<script>alert(1)</script>")
    return output.getvalue()


def _chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_bomb(width=20_000, height=20_000):
    """A PNG of a few kilobytes that promises hundreds of megapixels."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = bytes(1 + width // 8)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(row * 1000) for _ in range(height // 1000)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def jpeg_of_many_scans(times):
    """A progressive JPEG whose last scan, a few dozen bytes, is repeated."""
    content = picture("JPEG", (64, 64), progressive=True)
    last = content[content.rfind(b"\xff\xda") : -2]
    return content[:-2] + last * times + b"\xff\xd9"


def moving_picture():
    """An animated WebP of three frames, the first of them red."""
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green", "blue")]
    output = io.BytesIO()
    frames[0].save(output, "WEBP", save_all=True, append_images=frames[1:], duration=100, lossless=True)
    return output.getvalue()
