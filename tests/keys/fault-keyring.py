#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""fault-keyring.py [FAULT]: a Secret Service that fails as it is told, for tests.

Says "ready" once it owns org.freedesktop.secrets. It speaks the part of the specification that
libsecret needs for storing, looking up and clearing a password, with the plain algorithm. Another
fault is set by calling Set (s) of org.example.Fault at /fault. Faults:

  none            all is well
  locked-dismiss  locked; the question is closed
  locked-accept   locked; the question is answered
  locked-silent   locked; nobody answers the question
  locked-unseen   locked, and its items are not even found, as before it was ever unlocked; the question is closed
  locked-mute     locked, and there is no question
  hang            calls about items are never answered
  die             the service ends in the next call about items
  corrupt         secrets come back cut in half
  forget          stores, and has nothing afterwards
  error:NAME      calls about items fail with that D-Bus error
"""
import sys

from gi.repository import Gio, GLib

SECRET = 'org.freedesktop.Secret.'
ROOT = '/org/freedesktop/secrets'
COLLECTION = ROOT + '/collection/test'
ALIAS = ROOT + '/aliases/default'
SESSION = ROOT + '/session/only'
PROMPT = ROOT + '/prompt/only'


def method(name, takes='', gives=''):
    def args(signatures, direction):
        return ''.join(f'<arg type="{one}" direction="{direction}"/>' for one in signatures.split())
    return f'<method name="{name}">{args(takes, "in")}{args(gives, "out")}</method>'


def interface(name, *members):
    return Gio.DBusNodeInfo.new_for_xml(f'<node><interface name="{name}">{"".join(members)}</interface></node>').interfaces[0]


def readable(name, signature):
    return f'<property name="{name}" type="{signature}" access="read"/>'


SERVICE = interface(SECRET + 'Service', method('OpenSession', 's v', 'v o'), method('SearchItems', 'a{ss}', 'ao ao'),
                    method('Unlock', 'ao', 'ao o'), method('GetSecrets', 'ao o', 'a{o(oayays)}'),
                    method('ReadAlias', 's', 'o'), readable('Collections', 'ao'))
COLLECTIONS = interface(SECRET + 'Collection', method('CreateItem', 'a{sv} (oayays) b', 'o o'),
                        readable('Items', 'ao'), readable('Label', 's'), readable('Locked', 'b'),
                        readable('Created', 't'), readable('Modified', 't'))
ITEM = interface(SECRET + 'Item', method('Delete', '', 'o'), readable('Locked', 'b'), readable('Attributes', 'a{ss}'),
                 readable('Label', 's'), readable('Created', 't'), readable('Modified', 't'))
PROMPTS = interface(SECRET + 'Prompt', method('Prompt', 's'), method('Dismiss'))
FAULTS = interface('org.example.Fault', method('Set', 's'), readable('Items', 'u'), readable('Prompts', 'u'))


class Keyring:
    def __init__(self, fault):
        self.fault = fault
        self.answered = False
        self.items = {}
        self.made = 0
        self.prompts = 0
        self.bus = None

    @property
    def locked(self):
        return self.fault.startswith('locked') and not self.answered

    def export(self, bus):
        self.bus = bus
        for path, info in ((ROOT, SERVICE), (COLLECTION, COLLECTIONS), (ALIAS, COLLECTIONS), (PROMPT, PROMPTS),
                           ('/fault', FAULTS)):
            self.register(path, info)

    def register(self, path, info):
        def called(_bus, _sender, path, _interface, name, parameters, invocation):
            self.call(path, name, parameters.unpack(), invocation)

        def read(_bus, _sender, path, interface, name):
            return self.read(path, interface, name)

        self.bus.register_object(path, info, called, read, None)

    def read(self, path, interface, name):
        if interface == 'org.example.Fault':
            return GLib.Variant('u', len(self.items) if name == 'Items' else self.prompts)
        attributes, label, _ = self.items.get(path, ({}, 'Test', b''))
        return {'Collections': lambda: GLib.Variant('ao', [COLLECTION]), 'Items': lambda: GLib.Variant('ao', list(self.items)),
                'Locked': lambda: GLib.Variant('b', self.locked), 'Attributes': lambda: GLib.Variant('a{ss}', attributes),
                'Label': lambda: GLib.Variant('s', label)}.get(name, lambda: GLib.Variant('t', 1))()

    def call(self, path, name, values, invocation):
        if name in ('SearchItems', 'GetSecrets', 'CreateItem', 'Delete'):
            if self.fault == 'hang':
                return
            if self.fault == 'die':
                sys.exit(0)
            if self.fault.startswith('error:'):
                invocation.return_dbus_error(self.fault[6:], 'as it was told')
                return
        answer = getattr(self, 'do_' + name)(path, *values)
        if isinstance(answer, Exception):
            invocation.return_dbus_error(*answer.args)
        else:
            invocation.return_value(answer)

    def do_Set(self, _path, fault):
        self.fault = fault
        self.answered = False

    def do_OpenSession(self, _path, algorithm, _input):
        if algorithm != 'plain':
            return Exception('org.freedesktop.DBus.Error.NotSupported', 'only plain')
        return GLib.Variant('(vo)', (GLib.Variant('s', ''), SESSION))

    def do_ReadAlias(self, _path, alias):
        return GLib.Variant('(o)', (COLLECTION if alias == 'default' else '/',))

    def do_SearchItems(self, _path, wanted):
        if self.locked and self.fault == 'locked-unseen':
            return GLib.Variant('(aoao)', ([], []))
        found = [path for path, (attributes, _, _) in self.items.items() if wanted.items() <= attributes.items()]
        return GLib.Variant('(aoao)', ([], found) if self.locked else (found, []))

    def do_Unlock(self, _path, paths):
        if not self.locked:
            return GLib.Variant('(aoo)', (paths, '/'))
        return GLib.Variant('(aoo)', ([], '/' if self.fault == 'locked-mute' else PROMPT))

    def do_Prompt(self, _path, _window):
        self.prompts += 1
        if self.fault != 'locked-silent':
            self.answered = self.fault == 'locked-accept'
            self.complete(not self.answered)

    def do_Dismiss(self, _path):
        self.complete(True)

    def complete(self, dismissed):
        def emit():
            self.bus.emit_signal(None, PROMPT, SECRET + 'Prompt', 'Completed',
                                 GLib.Variant('(bv)', (dismissed, GLib.Variant('ao', [COLLECTION]))))
            return GLib.SOURCE_REMOVE
        GLib.idle_add(emit)

    def do_CreateItem(self, _path, properties, secret, replace):
        if self.locked:
            return Exception(SECRET + 'Error.IsLocked', 'locked')
        attributes = properties.get(SECRET + 'Item.Attributes', {})
        path = next((one for one, item in self.items.items() if replace and item[0] == attributes), None)
        if path is None:
            self.made += 1
            path = f'{COLLECTION}/{self.made}'
            self.register(path, ITEM)
        if self.fault != 'forget':
            self.items[path] = (attributes, properties.get(SECRET + 'Item.Label', ''), bytes(secret[2]))
        return GLib.Variant('(oo)', (path, '/'))

    def do_GetSecrets(self, _path, paths, session):
        def value(path):
            secret = self.items[path][2]
            return (session, b'', secret[:len(secret) // 2] if self.fault == 'corrupt' else secret, 'text/plain')
        return GLib.Variant('(a{o(oayays)})', ({path: value(path) for path in paths if path in self.items},))

    def do_Delete(self, path):
        self.items.pop(path, None)
        return GLib.Variant('(o)', ('/',))


def main():
    keyring = Keyring(sys.argv[1] if len(sys.argv) > 1 else 'none')
    loop = GLib.MainLoop()
    Gio.bus_own_name(Gio.BusType.SESSION, 'org.freedesktop.secrets', Gio.BusNameOwnerFlags.NONE,
                     lambda bus, _name: keyring.export(bus), lambda *_: print('ready', flush=True), lambda *_: loop.quit())
    loop.run()
    return 1


if __name__ == '__main__':
    sys.exit(main())
