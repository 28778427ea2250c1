# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes tokens apart, without a look at their signatures, and changes them."""
import base64
import json


def _decode(part):
    return base64.urlsafe_b64decode(part + '=' * (-len(part) % 4))


def _encode(data):
    return base64.urlsafe_b64encode(data).decode().rstrip('=')


def header_of(token):
    return json.loads(_decode(token.split('.')[0]))


def payload_of(token):
    return json.loads(_decode(token.split('.')[1]))


def replace_in_payload(token, old, new):
    """The token with some text of its payload replaced; header and signature stay."""
    header, payload, signature = token.split('.')
    data = _decode(payload)
    if old.encode() not in data:
        raise ValueError(f'no “{old}” in {data}')
    return '.'.join((header, _encode(data.replace(old.encode(), new.encode(), 1)), signature))
