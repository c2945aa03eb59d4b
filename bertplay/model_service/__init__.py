"""Who answers the pages: the models of this process, or those of a Ray cluster. No torch, and no Ray on the pages' side.

base.py          what pages ask for: answer a call, load a model, say what is in memory
local.py         the models of this process
remote.py        the models of a cluster, asked over HTTP
fallback.py      the cluster as long as it answers, otherwise this process
wire.py          how a call travels there, and its answer back
replica.py       the other end: one process of the cluster
deployment.py    Ray Serve starts the replicas, and sends each call to one that holds its model
"""

from bertplay.model_service.base import ModelService
from bertplay.settings import Settings


def open_model_service(settings: Settings) -> ModelService:
    """Who answers, as the settings say."""
    from bertplay.model_service.local import LocalModels

    if settings.backend == "local":
        return LocalModels(settings)
    from bertplay.model_service.fallback import WithFallback
    from bertplay.model_service.remote import RemoteModels

    remote = RemoteModels(settings.ray_address)
    return WithFallback(remote, lambda: LocalModels(settings)) if settings.ray_fallback else remote
