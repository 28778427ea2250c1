#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py BUILD-DIR RESULTS.md [PART…]: measures Signet against its peers on this machine.

Runs of all candidates are interleaved, so that whatever else the machine does hits all of them; figures are
medians. The tables are written to RESULTS.md; those of parts that are not named there stay as they are.
"""
import sys
import tempfile
from pathlib import Path

from common import Failed, machine
from lists import Lists
from server import Server
from tokens import Tokens
from verifier import Verifier

PARTS = {'tokens': Tokens, 'server': Server, 'lists': Lists, 'verifier': Verifier}
TITLE = '# Results of `./dev bench`'


def read_parts(results):
    """The text of each part in the file, by its heading."""
    text = results.read_text() if results.exists() else ''
    return {part.split('\n', 1)[0]: part.split('\n', 1)[1].strip() for part in text.split('\n## ')[1:]}


def main():
    if len(sys.argv) < 3 or set(sys.argv[3:]) - set(PARTS):
        print(__doc__, f'The parts are: {", ".join(PARTS)}.', sep='\n', file=sys.stderr)
        return 2
    results = Path(sys.argv[2])
    texts = read_parts(results)
    for name in sys.argv[3:] or PARTS:
        kind = PARTS[name]
        with tempfile.TemporaryDirectory() as folder:
            part = kind(sys.argv[1], folder)
            print(f'## {kind.__doc__}\n')
            part.say(machine() + '.')
            part.say()
            part.measure()
        texts[kind.__doc__] = '\n'.join(part.out).strip()
        headings = [kind.__doc__ for kind in PARTS.values() if kind.__doc__ in texts]
        results.write_text('\n\n'.join([TITLE, *(f'## {heading}\n\n{texts[heading]}' for heading in headings)]) + '\n')
    return 0


if __name__ == '__main__':
    try:
        sys.exit(main())
    except Failed as failed:
        print(failed, file=sys.stderr)
        sys.exit(1)
