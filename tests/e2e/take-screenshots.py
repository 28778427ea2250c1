# SPDX-License-Identifier: GPL-3.0-or-later
"""take-screenshots.py DIR: the pictures of README and metainfo, of the real program and a real token.

Not a test. Run it in a session of its own, with the environment of the e2e tests:
    tests/lib/session python3 tests/e2e/take-screenshots.py data/screenshots
"""
import base64
import json
import os
import subprocess
import sys

from driver import App

SAMPLE = os.path.join(os.path.dirname(__file__), '../../data/samples/weekly-shop.json')


def take(app, name):
    """The window alone. Waits until two pictures in a row are the same: what moves has come to rest."""
    window = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '^Signet$'],
                            check=True, capture_output=True, text=True).stdout.split()[0]

    def look():
        return subprocess.run(['import', '-window', window, 'rgb:-'], check=True, capture_output=True).stdout

    app.wait(lambda: look() == look(), f'“{name}” to come to rest')
    path = os.path.join(sys.argv[1], name + '.png')
    subprocess.run(['import', '-window', window, '-strip', '-define', 'png:compression-level=9', path], check=True)


def add_sweets(genuine):
    """The token as somebody with a sweet tooth would like it."""
    header, payload, signature = genuine.split('.')
    claims = json.loads(base64.urlsafe_b64decode(payload + '=='))
    claims['groceryList'] += ['cookies', 'candy']
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')
    return '.'.join((header, forged, signature))


subprocess.run([os.environ['SIGNET'], 'import', SAMPLE], check=True, stdout=subprocess.DEVNULL)
subprocess.run(['gsettings', 'set', 'io.github.signetlist.Signet', 'name', 'Whitney'], check=True)

app = App()
app.shows('label', 'Weekly shop')
take(app, 'list')

app.page('Sign')
app.set_text('For', 'Brian')
app.press('Sign list')
token = ''.join(app.waits_for_text('Signed token', lambda text: text.count('.') == 2).split())
app.press('Publish key set', 'switch')
address = app.waits_for_text('Key set address', lambda text: text.startswith('http'), 'label')
take(app, 'sign')

app.page('Verify')
app.set_text('Key set URL', ''.join(address.split()))
app.set_text('Token to check', token, 'text')
app.press('Check')
app.waits_for_text('Verdict', lambda text: text.startswith('Valid'), 'label')
take(app, 'verify')

app.set_text('Token to check', add_sweets(token), 'text')
app.press('Check')
app.waits_for_text('Verdict', lambda text: text.startswith('Refused'), 'label')
take(app, 'refused')
sys.exit(app.stop())
