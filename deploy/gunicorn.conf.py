"""How gunicorn serves a production site behind a buffering proxy: settings as measured."""

import os

# The proxy is the only one to speak to this port; a container has to answer on its own network.
bind = os.environ.get("GUNICORN_BIND", "127.0.0.1:8000")

# Threads survive ten half-sent requests, which the sync worker does not. More than two processes
# per core gained nothing.
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", 2 * (os.cpu_count() or 1)))
threads = 8

# Phones in a hall keep their connections open between two taps.
keepalive = 30
worker_connections = 2000

# A process is replaced before a slow leak could matter, and not all of them at once.
max_requests = 20_000
max_requests_jitter = 2_000

# Otherwise gunicorn opens a control socket in the home folder.
control_socket_disable = True
worker_tmp_dir = "/dev/shm"  # noqa: S108 -- gunicorn's heartbeat; on a slow disk it would stop healthy workers
accesslog = None  # the proxy's log says it once; help pages are in nobody's log
