"""Makes python-word-boundary.txt and counted-strings.json from Python's own `re`.

Run in this folder: python3 make_data.py
"""
import json
import platform
import re
import sys
import unicodedata

WORD = re.compile(r"\b[a-zA-Z]+\b")
HAN = re.compile(r"[\u4e00-\u9fff]")


def ranges(test):
    start = None
    for code in range(sys.maxunicode + 2):
        inside = code <= sys.maxunicode and test(chr(code))
        if inside and start is None:
            start = code
        elif not inside and start is not None:
            yield f"{start:X}" if start == code - 1 else f"{start:X}-{code - 1:X}"
            start = None


def write_table():
    word = re.compile(r"\w")
    with open("python-word-boundary.txt", "w", encoding="ascii", newline="\n") as out:
        out.write(f"# Made by make_data.py with Python {platform.python_version()}, Unicode {unicodedata.unidata_version}.\n")
        out.write("# Ranges of code points, hexadecimal. [word]: matches \\w. [unassigned]: category Cn.\n")
        for name, test in (
            ("word", lambda c: word.match(c) is not None),
            ("unassigned", lambda c: unicodedata.category(c) == "Cn"),
        ):
            out.write(f"[{name}]\n")
            line = ""
            for item in ranges(test):
                if len(line) + len(item) > 120:
                    out.write(line.rstrip() + "\n")
                    line = ""
                line += item + " "
            out.write(line.rstrip() + "\n")


STRINGS = [
    "",
    " \t\r\n ",
    "The lighthouse keeper counted seven ships before noon.",
    "don't won't shouldn't've",
    "Don\u2019t count on it",
    "GPT4 and 4GPT and GPT-4 and GPT_4",
    "snake_case_name __init__ _x x_ _",
    "1,000 words in 3.5 hours at 12:30",
    "na\u00efve caf\u00e9 r\u00e9sum\u00e9",
    "nai\u0308ve cafe\u0301 with combining marks",
    "x\u00b2 + y\u00b2 = z\u00b2, \u00bd cup, m\u00b2 and km\u2462",
    "a\u200db a\u200cb a\u200bb a\u00adb a\ufeffb",
    "\u4eca\u5929\u5929\u6c14\u5f88\u597d\uff0c\u6211\u4eec\u53bb\u516c\u56ed\u3002",
    "\u8fd9\u662fAI\u6a21\u578b",
    "\u8fd9\u662f AI \u6a21\u578b\uff0c\u7248\u672c v2 \u548c beta",
    "\u3400\u4db5 rare \u9fff edge \ua000 \U00020000 word",
    "word\U00020000 \U00020000word word\U0001d400 \U0001d400",
    "\u6d4b\u8bd5\u3001test\u3001\u6d4b\u8bd5\uff08test\uff09\u300atest\u300b",
    "\uff21\uff22\uff23 full width letters and \uff11\uff12\uff13",
    "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440 and hello",
    "\uc548\ub155\ud558\uc138\uc694 hello\uc548\ub155",
    "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35 hi \u0645\u0631\u062d\u0628\u0627",
    "\u3053\u3093\u306b\u3061\u306f\u4e16\u754c world",
    "rock\U0001f3b8roll \U0001f468\u200d\U0001f469\u200d\U0001f467 family 1\ufe0f\u20e3",
    "well-known state-of-the-art re\u2010enter",
    "line one\nline two\r\nline three\u2028line four\u0085line five",
    "NUL\u0000inside and\u0001control",
    "https://example.org/a_b/c?d=e&f=1#g",
    "# Heading\n\n- *item* one\n- **item** two\n\n`code()`",
    "\u2167 \u2160ab ab\u2160 roman",
    "a\u00aab a\u00bab ordinal \u1d43b",
    "I'm 25, she's 3\u00bd; \u00a35 & $6 \u2014 ok?",
    "\u0661\u0662\u0663abc abc\u0661 \u0661 abc",
]


def write_strings():
    rows = [{"text": s, "count": len(HAN.findall(s)) + len(WORD.findall(s))} for s in STRINGS]
    with open("counted-strings.json", "w", encoding="ascii", newline="\n") as out:
        out.write("[\n" + ",\n".join("  " + json.dumps(row) for row in rows) + "\n]\n")


write_table()
write_strings()
