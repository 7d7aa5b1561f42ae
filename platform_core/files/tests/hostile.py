"""Hostile uploads, one by one, made in code: what each file is called, what it says it is, and what it holds."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from PIL import Image

#: How a refusal begins; every sentence says what is wrong and what works instead.
SORT, DAMAGED, PIXELS, EMPTY, LARGE, NONE = (
    "Dateien dieser Art",
    "Diese Datei ist beschädigt oder kein Bild",
    "Dieses Bild hat zu viele Bildpunkte",
    "Diese Datei ist leer",
    "Diese Datei ist größer als",
    "Bitte wählen Sie eine Datei",
)
WEBP, PDF = "image/webp", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
SCRIPT = b"<script>alert(document.domain)</script>"
SECRET = "Garten hinter dem Haus"


@dataclass(frozen=True, slots=True)
class Hostile:
    """One upload: either `refused` with these words, or taken as `kept` and called `called`."""

    case: str
    name: str
    content: bytes
    refused: str = ""
    kept: str = ""
    called: str = ""
    declared: str = "image/jpeg"


def picture(kind: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def archive(parts: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return out.getvalue()


def with_secrets() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, SECRET
    exif.get_ifd(0x8825)[2] = (51.0, 37.0, 0.0)
    return exif


def broken_exif() -> bytes:
    """A turn, and a description made of two numbers: whoever writes it out as text fails with a TypeError."""
    entries = struct.pack("<HHIHH", 0x010E, 3, 2, 1, 2) + struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0)
    return b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 2) + entries + b"\0\0\0\0"


def png(width: int, height: int, *chunks: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IEND", b"")


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def animated(kind: str) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (60, 40), (each, 0, 0)) for each in range(0, 250, 10)]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], loop=0)
    return out.getvalue()


def patched(content: bytes, old: bytes, new: bytes) -> bytes:
    assert old in content
    return content.replace(old, new)


def deflated_odt_broken() -> bytes:
    """The type of an ODF file packed, and the packing damaged: unpacking it fails inside zlib."""
    whole = bytearray(archive({"mimetype": ODT.encode() * 3}, zipfile.ZIP_DEFLATED))
    whole[38:44] = b"\xff" * 6
    return bytes(whole)


def encrypted_odt() -> bytes:
    whole = bytearray(archive({"mimetype": ODT.encode(), "Basic/x.xml": b"x"}))
    whole[6] |= 1
    return bytes(whole)


def behind_the_start() -> bytes:
    """A ZIP whose list of entries claims to begin before the file does."""
    whole = bytearray(archive({"word/document.xml": b"<w/>"}))
    whole[-10:-6] = struct.pack("<I", 0xFFFFFF00)
    return bytes(whole)


EVIL_PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF"
EXE_IN_PDF = b"%PDF-1.7\n1 0 obj<</Type/EmbeddedFile/Length 4>>stream\nMZ\x90\0\nendstream endobj\n%%EOF"
LAUNCH_PDF = b"%PDF-1.4\n1 0 obj<</Type/Action/S/Launch/F(cmd.exe)>>endobj\n%%EOF"
BATCH = b"%PDF-1.7\r\n@echo off\r\nstart calc.exe\r\n"
JPEG = picture()
DOC = archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
IDAT = chunk(b"IDAT", zlib.compress(b"\0" * (60 * 3 + 1) * 40))
SHEET = archive({"xl/workbook.xml": b"<w/>", "xl/macrosheets/sheet1.xml": b"<x/>"})
BOMB = archive({"bombe.txt": b"\0" * 9_000_000}, zipfile.ZIP_DEFLATED)
DOC_BOMB = archive({"word/document.xml": b"\0" * 9_000_000}, zipfile.ZIP_DEFLATED)
MANY = archive({f"word/{n}.xml": b"" for n in range(5_001)} | {"word/document.xml": b""})

PRETENDERS = (
    Hostile("page called a picture", "bild.jpg", b"<!doctype html>" + SCRIPT, SORT),
    Hostile("page with a byte order mark", "bild.png", b"\xef\xbb\xbf<html>" + SCRIPT, SORT, declared="image/png"),
    Hostile("svg with a script", "logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", SORT),
    Hostile(
        "svg that pulls in a file", "logo.png", b"<!DOCTYPE s [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg/>", SORT
    ),
    Hostile("packed svg", "logo.svgz", b"\x1f\x8b\x08\0" + b"\0" * 40, SORT),
    Hostile("javascript", "skript.jpg", b"alert(document.cookie)", SORT),
    Hostile("php", "bild.php.jpg", b"<?php system($_GET['c']) ?>", SORT),
    Hostile("shell script", "plan.pdf", b"#!/bin/sh\nrm -rf /\n", SORT, declared=PDF),
    Hostile("windows program", "foto.jpg.exe", b"MZ\x90\0" + b"\0" * 200, SORT),
    Hostile("linux program", "foto.jpg", b"\x7fELF" + b"\0" * 200, SORT),
    Hostile("shortcut", "Einladung.pdf.lnk", b"L\0\0\0\x01\x14\x02\0" + b"\0" * 90, SORT, declared=PDF),
    Hostile("postscript", "plakat.eps", b"%!PS-Adobe-3.0\n(/etc/passwd)(r) file", SORT),
    Hostile("bitmap", "bild.bmp", picture("BMP"), SORT, declared="image/bmp"),
    Hostile("tiff", "bild.tif", picture("TIFF"), SORT, declared="image/tiff"),
    Hostile("icon", "favicon.ico", picture("ICO"), SORT, declared="image/x-icon"),
    Hostile("xml", "bild.jpg", b"<?xml version='1.0'?><x/>", SORT),
    Hostile("zip with a page", "seite.zip", archive({"index.html": SCRIPT}), SORT, declared="application/zip"),
    Hostile("rich text", "brief.doc", rb"{\rtf1{\object\objocx}}", SORT, declared="application/msword"),
    Hostile("old office file", "brief.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, SORT),
    Hostile("pdf that begins later", "plan.pdf", b"\n\n" + SCRIPT + b"%PDF-1.7", SORT, declared=PDF),
    Hostile("gif that is javascript", "bild.gif", b"GIF89a=1;alert(1)//", DAMAGED, declared="image/gif"),
    Hostile("sound in a coat of webp", "bild.webp", b"RIFF\x24\0\0\0WAVEfmt ", DAMAGED, declared=WEBP),
    Hostile("film in a coat of heic", "bild.heic", b"\0\0\0\x18ftypisom" + b"\0" * 60, DAMAGED, declared="image/heic"),
)
BROKEN = (
    Hostile("empty", "bild.jpg", b"", EMPTY),
    Hostile("nothing but zeros", "bild.jpg", b"\0" * 500, SORT),
    Hostile("a single byte", "bild.jpg", b"\xff", SORT),
    Hostile("head of a jpeg", "bild.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 20, DAMAGED),
    Hostile("half a jpeg", "bild.jpg", picture(size=(600, 400))[:1_500], DAMAGED),
    Hostile("png without pixels", "bild.png", png(60, 40), DAMAGED, declared="image/png"),
    Hostile("half a heic", "bild.heic", picture("HEIF", size=(600, 400))[:400], DAMAGED, declared="image/heic"),
    Hostile(
        "heic that claims to be huge",
        "bild.heic",
        patched(picture("HEIF"), struct.pack(">II", 64, 64), struct.pack(">II", 0x0E000000, 64)),
        DAMAGED,
    ),
    Hostile("broken zip", "brief.docx", b"PK\x03\x04" + b"\0" * 60, SORT, declared=DOCX),
    Hostile("half a document", "brief.docx", DOC[: len(DOC) // 2], SORT, declared=DOCX),
    Hostile("document before its own start", "brief.docx", behind_the_start(), SORT, declared=DOCX),
    Hostile("document with a damaged type", "brief.odt", deflated_odt_broken(), SORT, declared=ODT),
    Hostile("encrypted document with basic", "brief.odt", encrypted_odt(), SORT, declared=ODT),
)
BOMBS = (
    Hostile("too many bytes", "plan.pdf", b"%PDF-1.7" + b"\0" * 20_000_000, LARGE, declared=PDF),
    Hostile("sixty-four million pixels in a few bytes", "bild.png", picture("PNG", "1", (8_000, 8_000)), PIXELS),
    Hostile("png that claims four thousand million pixels", "bild.png", png(65_500, 65_500, IDAT), DAMAGED),
    Hostile("gif that claims the largest screen", "bild.gif", b"GIF89a\xff\xff\xff\xff\0\0\0;", DAMAGED),
    Hostile(
        "png whose words swell",
        "bild.png",
        png(60, 40, chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 9_000_000)), IDAT),
        DAMAGED,
    ),
    Hostile("zip bomb", "bilder.zip", BOMB, SORT, declared="application/zip"),
    Hostile("document with five thousand parts", "brief.docx", MANY, SORT, declared=DOCX),
    Hostile("document whose text would swell", "brief.docx", DOC_BOMB, kept=DOCX, called="brief.docx"),
)
MACROS = (
    Hostile("word with macros", "brief.docx", archive({"word/document.xml": b"", "word/vbaProject.bin": b"x"}), SORT),
    Hostile("macros in capitals", "brief.docx", archive({"word/document.xml": b"", "word/VBAPROJECT.BIN": b"x"}), SORT),
    Hostile("excel with a macro sheet", "zahlen.xlsx", SHEET, SORT),
    Hostile("open document with basic", "brief.odt", archive({"mimetype": ODT.encode(), "Basic/M/a.xml": b"x"}), SORT),
    Hostile("open document with scripts", "brief.odt", archive({"mimetype": ODT.encode(), "Scripts/a.py": b"x"}), SORT),
    Hostile("java archive", "brief.docx", archive({"META-INF/MANIFEST.MF": b"Main-Class: A"}), SORT, declared=DOCX),
    Hostile("document called with macros", "brief.docm", DOC, kept=DOCX, called="brief.docm.docx"),
    Hostile("pdf with javascript", "plan.pdf", EVIL_PDF, kept=PDF, called="plan.pdf"),
    Hostile("pdf with a program inside", "plan.pdf", EXE_IN_PDF, kept=PDF, called="plan.pdf"),
    Hostile("pdf that starts a program", "plan.pdf", LAUNCH_PDF, kept=PDF, called="plan.pdf"),
    Hostile("batch file that begins like a pdf", "plan.bat", BATCH, kept=PDF, called="plan.bat.pdf", declared=PDF),
    Hostile("page that begins like a pdf", "plan.html", b"%PDF-1.7" + SCRIPT, kept=PDF, called="plan.html.pdf"),
    Hostile("page behind a document", "brief.hta", DOC + SCRIPT, kept=DOCX, called="brief.hta.docx"),
)
NAMES = (
    Hostile("way out of the folder", "../../../etc/cron.d/bild.jpg", JPEG, kept=WEBP, called="bild.jpg"),
    Hostile("way out of the folder on windows", "..\\..\\boot\\plan.pdf", EVIL_PDF, kept=PDF, called="plan.pdf"),
    Hostile("written from right to left", "plan\u202efdp.exe", EVIL_PDF, kept=PDF, called="planfdp.exe.pdf"),
    Hostile("nothing in the middle", "plan.pdf\0.exe", EVIL_PDF, kept=PDF, called="plan.pdf.exe.pdf"),
    Hostile("a new header", 'a"\r\nSet-Cookie: x=y.pdf', EVIL_PDF, kept=PDF),
    Hostile("long name", "ä" * 180 + ".jpg", JPEG, kept=WEBP, called="ä" * 116 + ".jpg"),
    Hostile("long ending", "a" * 124 + "." + "b" * 130, EVIL_PDF, kept=PDF, called="a" * 116 + ".pdf"),
    Hostile("two endings", "bild.html.jpg", JPEG, kept=WEBP, called="bild.html.jpg"),
    Hostile("ending of a page", "bild.html", JPEG, kept=WEBP, called="bild.html.webp", declared="text/html"),
    Hostile("settings of a web server", ".htaccess", EVIL_PDF, kept=PDF, called=".htaccess.pdf", declared="text/plain"),
    Hostile(
        "markup in the name",
        "<img src=x onerror=alert(1)>.jpg",
        JPEG,
        kept=WEBP,
        called="<img src=x onerror=alert(1)>.jpg",
    ),
    Hostile("only dots", "...", JPEG, kept=WEBP),
)
PICTURES = (
    Hostile("code behind the picture", "bild.jpg", JPEG + SCRIPT, kept=WEBP, called="bild.jpg"),
    Hostile("archive behind the picture", "bild.jpg", JPEG + BOMB, kept=WEBP),
    Hostile("page in a comment", "bild.jpg", picture(comment=SCRIPT), kept=WEBP),
    Hostile("where the photo was taken", "bild.jpg", picture(exif=with_secrets()), kept=WEBP),
    Hostile("where the heic was taken", "bild.heic", picture("HEIF", exif=with_secrets()), kept=WEBP),
    Hostile(
        "words beside the pixels", "bild.png", png(60, 40, chunk(b"tEXt", b"a\0" + SECRET.encode()), IDAT), kept=WEBP
    ),
    Hostile("damaged exif", "bild.jpg", picture(exif=broken_exif()), kept=WEBP),
    Hostile("damaged colour profile", "bild.jpg", picture(icc_profile=b"acsp" * 50), kept=WEBP),
    Hostile("colours of a printer", "bild.jpg", picture(mode="CMYK"), kept=WEBP),
    Hostile("sixteen bits of grey", "bild.png", picture("PNG", "I;16"), kept=WEBP),
    Hostile("one pixel", "bild.png", picture("PNG", size=(1, 1)), kept=WEBP),
    Hostile("a line of twenty thousand pixels", "bild.png", picture("PNG", size=(20_000, 1)), kept=WEBP),
    Hostile("moving gif", "bild.gif", animated("GIF"), kept=WEBP, declared="image/gif"),
    Hostile("moving png", "bild.png", animated("PNG"), kept=WEBP, declared="image/png"),
    Hostile("moving webp", "bild.webp", animated("WEBP"), kept=WEBP, declared="image/webp"),
    Hostile("picture that says it is a page", "bild.jpg", JPEG, kept=WEBP, declared="text/html"),
)
ALL = (*PRETENDERS, *BROKEN, *BOMBS, *MACROS, *NAMES, *PICTURES)
