# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the steps of a test of the window and reports them as TAP.

A step is a function of one argument, an object for what the steps hand on to one another; its
docstring says what must hold. After the first failure the rest is not run: each step builds on those
before it.
"""
import sys
import traceback
from types import SimpleNamespace

import driver


def run(*steps):
    """Runs the steps in order. The running window, if any, is the attribute app."""
    test = SimpleNamespace(app=None)
    failed = False
    print(f'1..{len(steps)}', flush=True)
    for number, step in enumerate(steps, 1):
        if failed:
            print(f'not ok {number} - {step.__doc__} # not reached', flush=True)
            continue
        try:
            step(test)
            print(f'ok {number} - {step.__doc__}', flush=True)
        except Exception:  # pylint: disable=broad-except
            failed = True
            traceback.print_exc()
            driver.keep_evidence(test.app)
            print(f'not ok {number} - {step.__doc__}', flush=True)
    if test.app is not None:
        test.app.kill()
    sys.exit(1 if failed else 0)


def check(condition, what):
    """Like assert, which python -O would leave out."""
    if not condition:
        raise driver.Failure(what)


def check_equal(found, expected):
    check(found == expected, f'found {found!r}, expected {expected!r}')
