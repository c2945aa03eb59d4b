"""Training runs: their store, their queue, and the process that trains. No torch.

service.py             what pages and commands call: start, pause, step, stop, resume, rename, delete
state.py               what state a run can be in, and what may follow
tables.py, store.py    the two tables, and every reading and writing of them
views.py               a run as everyone sees it; its name
queue.py               who is next, and when
scheduler.py           starts workers, and finds those that died
worker.py              `python -m bertplay.runs.worker ID`: one run, one process
control.py             commands to a running training
event_writer.py        its events, on their way into the store
liveness.py            whether a worker is alive: a lock that it holds
warm_worker.py         `python -m bertplay.runs.warm_worker`: a worker with its libraries loaded, waiting for a run
warm_worker_client.py  the server's end of it
costs.py, forecast.py  what a run will cost, before it starts
data_files.py          the files that runs learn from, copied and deleted
saved_model.py         the model that a run leaves, in the catalog
curves.py, exports.py  a run as figures draw it; as CSV, JSONL, and a zip of the model
experiments/           runs that belong together, as one result
"""
