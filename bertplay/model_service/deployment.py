"""Ray Serve: starts the replicas, restarts one that died, and sends each call to a replica that has its model loaded.

No other features of Serve are used. Its multiplexing counts models rather than bytes and unloads models that are in use, so it only
gets the ids of loaded models and manages nothing itself; its batching merges calls of one method, ours the passes of different tasks.
"""

from typing import Any

from ray import serve
from ray.serve.config import BackpressureConfig, HTTPOptions

from bertplay.model_service.base import FIRST_MODEL
from bertplay.model_service.local import LocalModels
from bertplay.model_service.remote import TOO_MANY
from bertplay.model_service.replica import MAX_AT_ONCE, MAX_WAITING, Replica
from bertplay.settings import get_settings

APPLICATION, DEPLOYMENT = "bertplay", "Models"
MAX_ANNOUNCED = 64


async def hold(model_id: str) -> str:
    """The multiplexed "model" for Serve: a marker that this replica has loaded it."""
    return model_id


class ServedReplica(Replica):
    """A replica started by Ray Serve. It is ready when it has loaded the first model."""

    async def __init__(self) -> None:  # type: ignore[misc]  # Serve awaits it
        models = LocalModels(get_settings())
        models.load(FIRST_MODEL)
        super().__init__(models, serve.multiplexed(max_num_models_per_replica=MAX_ANNOUNCED)(hold), broadcast)
        await self._hold(FIRST_MODEL)


async def broadcast(method: str, *arguments: Any) -> list[Any]:
    """Call a method of every replica."""
    found: list[Any] = await serve.get_deployment_handle(DEPLOYMENT, APPLICATION).broadcast(method, *arguments).results_async()
    return found


def deploy(replicas: int, cpus: float, gpus: float, host: str, port: int) -> None:
    """Start the replicas, or update running ones; returns when they respond."""
    serve.start(http_options=HTTPOptions(host=host, port=port))
    deployment = serve.deployment(
        name=DEPLOYMENT,
        num_replicas=replicas,
        max_ongoing_requests=MAX_AT_ONCE,
        max_queued_requests=MAX_WAITING,
        backpressure_config=BackpressureConfig(status_code=TOO_MANY),
        ray_actor_options={"num_cpus": cpus, "num_gpus": gpus},
    )(ServedReplica)
    serve.run(deployment.bind(), name=APPLICATION, route_prefix="/")
