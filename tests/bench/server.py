# SPDX-License-Identifier: GPL-3.0-or-later
"""The key set server against a bare SoupServer, Node's http and nginx, all of which serve the same bytes."""
import os
import re
import socket
import statistics
import subprocess
import time
import urllib.request

from common import HERE, ROUNDS, Failed, Part, first_line

CONNECTIONS = [1, 16, 64]
SECONDS = int(os.environ.get('BENCH_SECONDS', 2))
PATH = '/.well-known/jwks.json'
NGINX = '''daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{ access_log off; keepalive_requests 100000000; tcp_nodelay on; open_file_cache max=10; types {{ application/json json; }}
 client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
 server {{ listen 127.0.0.1:{port}; root {folder}/root; }} }}
'''


class Server(Part):
    """Server"""

    def start(self, *command, env=None):
        """A process that serves, and the first line that it prints."""
        process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True, env=env)
        self.processes.append(process)
        return process.stdout.readline().strip()

    def start_all(self):
        """name → address, of each server"""
        env = dict(os.environ, XDG_DATA_HOME=str(self.folder / 'data'), XDG_CONFIG_HOME=str(self.folder / 'config'),
                   SECRET_BACKEND='file', SECRET_FILE_TEST_PATH=str(self.folder / 'keyring'),
                   SECRET_FILE_TEST_PASSWORD='bench', GSETTINGS_SCHEMA_DIR=str(self.build / 'data'))
        if subprocess.run([self.signet, 'keys', 'create'], env=env, stdout=subprocess.DEVNULL, check=False).returncode != 0:
            raise Failed('no key could be made to be served')
        addresses = {'signet': self.start(self.signet, 'serve', '--port', '0', env=env)}
        with urllib.request.urlopen(addresses['signet']) as answer:
            body = answer.read()
        root = self.folder / 'root' / PATH.strip('/')
        root.parent.mkdir(parents=True)
        root.write_bytes(body)
        os.chmod(self.folder, 0o755)    # nginx serves as another user
        addresses['bare SoupServer'] = f'http://127.0.0.1:{self.start(self.bin / "bench-soup", root)}{PATH}'
        addresses['Node.js http'] = f'http://127.0.0.1:{self.start(self.node, HERE / "server.mjs", root)}{PATH}'
        with socket.socket() as free:
            free.bind(('127.0.0.1', 0))
            port = free.getsockname()[1]
        conf = self.folder / 'nginx.conf'
        conf.write_text(NGINX.format(folder=self.folder, port=port))
        self.processes.append(subprocess.Popen(['/usr/sbin/nginx', '-c', conf]))
        addresses['nginx'] = f'http://127.0.0.1:{port}{PATH}'
        for name, address in addresses.items():
            self.wait_for(name, address, body)
        return addresses, len(body)

    @staticmethod
    def wait_for(name, address, body):
        for _ in range(200):
            try:
                with urllib.request.urlopen(address) as answer:
                    if answer.read() == body:
                        return
                    break
            except OSError:
                time.sleep(0.05)
        raise Failed(f'{name} does not serve the key set at {address}')

    @staticmethod
    def load(address, connections):
        """(requests a second, p99 in milliseconds)"""
        out = subprocess.run(['wrk', '-t1', f'-c{connections}', f'-d{SECONDS}s', '--latency', address],
                             stdout=subprocess.PIPE, text=True, check=True).stdout
        rate = re.search(r'Requests/sec: *([0-9.]+)', out)
        p99 = re.search(r'99% +([0-9.]+)(us|ms|s)', out)
        if 'Non-2xx' in out or 'Socket errors' in out or rate is None or p99 is None:
            raise Failed(f'{address} with {connections} connections: {out}')
        return float(rate[1]), float(p99[1]) * {'us': 0.001, 'ms': 1, 's': 1000}[p99[2]]

    def compare(self, addresses, connections):
        found = {name: [] for name in addresses}
        for i in range(ROUNDS + 1):
            for name, address in addresses.items():
                result = self.load(address, connections)
                if i > 0:                                        # the first round warms up
                    found[name].append(result)
        rates = {name: [rate for rate, _ in results] for name, results in found.items()}
        ratio = statistics.median(ours / bare for ours, bare in zip(rates['signet'], rates['bare SoupServer']))
        self.say(f'### {connections} connection{"s" if connections > 1 else ""}')
        self.say()
        self.say('| | requests a second, median (min–max) | p99, ms, median (max) |')
        self.say('|---|---|---|')
        for name, values in sorted(rates.items(), key=lambda one: -statistics.median(one[1])):
            p99 = [value for _, value in found[name]]
            self.say(f'| {name} | {statistics.median(values):,.0f} ({min(values):,.0f}–{max(values):,.0f}) | '
                     f'{statistics.median(p99):.2f} ({max(p99):.2f}) |')
        self.say()
        self.say(f'Signet serves {ratio:.2f} × what the bare SoupServer does (median of {ROUNDS} interleaved pairs).')
        self.say()

    def frames(self):
        """What the window draws while its server is asked all the time."""
        orders = self.folder / 'orders'
        os.mkfifo(orders)
        window = subprocess.Popen([HERE.parent / 'lib/session', self.bin / 'bench-frames', orders], text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                  env=dict(os.environ, GSETTINGS_SCHEMA_DIR=str(self.build / 'data')))
        address = window.stdout.readline().strip()
        order = open(orders, 'w', encoding='ascii')
        found = {0: [], **{connections: [] for connections in CONNECTIONS}}
        for i in range(ROUNDS + 1):
            for connections, results in found.items():
                load = connections and subprocess.Popen(['wrk', '-t1', f'-c{connections}', f'-d{SECONDS + 1}s', address],
                                                        stdout=subprocess.PIPE, text=True)
                print(SECONDS, file=order, flush=True)
                rate, longest = (float(word) for word in window.stdout.readline().split())
                served = 0.0
                if load:
                    served = float(re.search(r'Requests/sec: *([0-9.]+)', load.communicate()[0])[1])
                if i > 0:
                    results.append((rate, longest, served))
        order.close()
        window.wait()
        self.say('### Frames of the window while it publishes')
        self.say()
        self.say('Drawn by the processor into Xvfb, on the cores that wrk and the server use too.')
        self.say()
        self.say('| connections | frames a second, median (min) | longest gap, ms, median (max) | requests a second |')
        self.say('|---|---|---|---|')
        for connections, results in found.items():
            rates, longest, served = ([result[i] for result in results] for i in range(3))
            self.say(f'| {connections or "none"} | {statistics.median(rates):.1f} ({min(rates):.1f}) | '
                     f'{statistics.median(longest):.1f} ({max(longest):.1f}) | {statistics.median(served):,.0f} |')
        self.say()

    def measure(self):
        self.processes = []
        try:
            addresses, size = self.start_all()
            self.say(f'A key set of {size:,} bytes, {SECONDS} s a run of wrk with one thread, kept alive. libsoup '
                     f'{first_line(["pkg-config", "--modversion", "libsoup-3.0"])}, Node.js {first_line([self.node, "--version"])}, '
                     f'{first_line(["/usr/sbin/nginx", "-v"])} with one process. Every guard of Signet is on, and it '
                     'answers with the headers that others leave out (ETag, Vary, Cache-Control).')
            self.say()
            for connections in CONNECTIONS:
                self.compare(addresses, connections)
            self.frames()
        finally:
            for process in self.processes:
                process.terminate()
                process.wait()
