"""Where a worker is started, and whether it is alive.

base.py         the interface
local.py        a process on this machine
ray_actor.py    an actor on any machine of a Ray cluster
elsewhere.py    starts nothing: the scheduler of the cluster does
"""
