# SPDX-License-Identifier: GPL-3.0-or-later
"""The two tokens of the article that Signet comes from, in the window: the forged one is refused, the
genuine one not checked without a key set, and not proved by one that lacks its key."""
import os
import subprocess

from driver import App
from scenario import check_equal, run

VECTORS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../vectors')


def read(name):
    with open(os.path.join(VECTORS, name), encoding='ascii') as file:
        return file.read().strip()


def opens(test):
    """the window opens on the token in a file"""
    test.app = App(os.path.join(VECTORS, 'article-forged.jwt'))
    test.app.on_page('Verify')
    test.app.waits_for_text('Token to check', lambda text: ''.join(text.split()) == read('article-forged.jwt'))


def refuses_the_forged(test):
    """the forged token has no key ID, and is refused"""
    verdict = test.app.waits_for_text('Verdict', lambda text: text.startswith('Refused'), 'label')
    check_equal(verdict, 'Refused\nToken has no Key ID')
    failed = [row for row in test.app.rows('Checks') if 'failed' in row]
    check_equal(len(failed), 1)


def does_not_check_without_key_set(test):
    """the genuine token is shown, and not checked without a key set"""
    verdict = test.app.check_token(read('article-genuine.jwt'), 'Not checked')
    check_equal(verdict, 'Not checked\nAnyone could have written this')
    test.app.shows('label', 'What the Token Says')
    test.app.shows('label', 'healty stuff')


def refuses_without_its_key(test):
    """a key set without its key does not prove it"""
    subprocess.run([os.environ['SIGNET'], 'keys', 'create'], check=True, stdout=subprocess.DEVNULL)
    jwks = os.path.join(os.environ['XDG_RUNTIME_DIR'], 'jwks.json')
    with open(jwks, 'wb') as file:
        subprocess.run([os.environ['SIGNET'], 'jwks'], check=True, stdout=file)
    with subprocess.Popen([os.environ['SIGNET'], 'serve', '--port', '0'], stdout=subprocess.PIPE) as serve:
        url = serve.stdout.readline().decode().strip()
        test.app.set_text('Key set URL', url)
        verdict = test.app.check_token(read('article-genuine.jwt'), 'Refused')
        check_equal(verdict, 'Refused\nThe signing key is not in the key set')
        serve.terminate()
        check_equal(serve.wait(20), 0)


def ends(test):
    """it ends cleanly"""
    check_equal(test.app.stop(), 0)


run(opens, refuses_the_forged, does_not_check_without_key_set, refuses_without_its_key, ends)
