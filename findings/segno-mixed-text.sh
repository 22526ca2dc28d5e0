#!/usr/bin/env bash
# segno 1.6.6 (QR codes), read by zxing-cpp 3.1.1 and OpenCV 5.0.0.93.
#
# Guess: text in byte mode is ISO 8859-1 where it fits and UTF-8 else, as segno's documentation says of `encoding`.
# Seen:  between the two it tries Shift_JIS, which has Greek and Cyrillic letters and curly quotation marks besides
#        Japanese. An address with Japanese in it, a Russian sentence or “Kim” in English becomes Shift_JIS, without an
#        ECI that says so, and the reader guesses: zxing-cpp guesses right, OpenCV gives other characters. The same text
#        with one Chinese or Korean character that Shift_JIS lacks is UTF-8, and both read it. (Han or Cyrillic
#        alone goes into Kanji mode, which is Shift_JIS by the standard.)
# So:    pass encoding="utf-8" for whatever is not ASCII, and percent-encode addresses.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install segno==1.6.6 zxing-cpp==3.1.1 opencv-python-headless==5.0.0.93 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import cv2
import numpy
import segno
import zxingcpp


def bytes_and_text(content, **options):
    """What zxing-cpp finds as bytes, and what OpenCV makes of them."""
    code = segno.make(content, micro=False, **options)
    rows = [[0 if dark else 255 for dark in row] for row in code.matrix_iter(scale=8, border=4)]
    picture = numpy.array(rows, dtype=numpy.uint8)
    found = zxingcpp.read_barcodes(picture)[0]
    assert found.text == content
    text = cv2.QRCodeDetector().detectAndDecode(picture)[0]
    print(content, options, code.mode, bytes(found.bytes), repr(text))
    return bytes(found.bytes), text


for content in ("https://example.org/?q=北朝鮮", "Россия: санкции", "“Kim”"):
    written, text = bytes_and_text(content)
    assert written == content.encode("shift_jis"), "it is no Shift_JIS any more"
    assert text != content, "OpenCV reads it now"
    assert bytes_and_text(content, encoding="utf-8") == (content.encode(), content)
for content in ("https://example.org/?q=朝鲜", "https://example.org/?q=북한"):
    assert bytes_and_text(content) == (content.encode(), content)
PY
echo "as seen"
