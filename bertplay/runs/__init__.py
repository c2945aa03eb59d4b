"""Training runs: their store, their queue, and the process that trains. No torch.

service.py             what pages and commands call: start, pause, step, stop, resume, rename, delete
state.py               the states of a run, and the transitions between them
tables.py, store.py    the tables, and all reading and writing of them
views.py               a run as pages and commands see it; its name
queue.py               which run is next, and when
scheduler.py           starts workers, and finds those that died
worker.py              `python -m bertplay.runs.worker ID`: one run, one process
control.py             commands to a running training
event_writer.py        writes a training's events into the store
liveness.py            whether a worker is alive: a lock that it holds
warm_worker.py         `python -m bertplay.runs.warm_worker`: a worker with its libraries loaded, waiting for a run
warm_worker_client.py  the server's side of it
costs.py, forecast.py  the cost of a run, estimated before it starts
data_files.py          the data files of the runs, copied and deleted
saved_model.py         the finished model of a run, in the catalog
curves.py, exports.py  a run as curves; as CSV, JSONL, and a zip of the model
experiments/           the results of runs that belong together
"""
