#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A session manager with a screen that can be locked, for tests: says "ready" once it owns its names.

It has of org.gnome.SessionManager and org.gnome.ScreenSaver what GtkApplication asks for. SetActive (b) of
org.gnome.ScreenSaver at /org/gnome/ScreenSaver locks and unlocks.
"""
import sys

from gi.repository import Gio, GLib

XML = """<node>
  <interface name="org.gnome.SessionManager">
    <method name="RegisterClient">
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="o" direction="out"/>
    </method>
    <method name="UnregisterClient"><arg type="o" direction="in"/></method>
  </interface>
  <interface name="org.gnome.ScreenSaver">
    <method name="GetActive"><arg type="b" direction="out"/></method>
    <method name="SetActive"><arg type="b" direction="in"/></method>
    <signal name="ActiveChanged"><arg type="b"/></signal>
  </interface>
</node>"""
NAMES = ('org.gnome.SessionManager', 'org.gnome.ScreenSaver')
SCREEN = '/org/gnome/ScreenSaver'

active = False


def called(bus, _sender, _path, _interface, method, parameters, invocation):
    global active
    answer = None
    if method == 'RegisterClient':
        answer = GLib.Variant('(o)', ('/org/gnome/SessionManager/Client1',))
    elif method == 'GetActive':
        answer = GLib.Variant('(b)', (active,))
    elif method == 'SetActive':
        active = parameters.unpack()[0]
        bus.emit_signal(None, SCREEN, 'org.gnome.ScreenSaver', 'ActiveChanged', parameters)
    invocation.return_value(answer)


def main():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    interfaces = Gio.DBusNodeInfo.new_for_xml(XML).interfaces
    for path, info in zip(('/org/gnome/SessionManager', SCREEN), interfaces):
        bus.register_object(path, info, called, None, None)
    loop = GLib.MainLoop()
    owned = []

    def acquired(_bus, name):
        owned.append(name)
        if len(owned) == len(NAMES):
            print('ready', flush=True)

    for name in NAMES:
        Gio.bus_own_name_on_connection(bus, name, Gio.BusNameOwnerFlags.NONE, acquired, lambda *_: loop.quit())
    loop.run()
    return 1


if __name__ == '__main__':
    sys.exit(main())
