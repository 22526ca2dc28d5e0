"""Store: what storage keeps, as a Protocol. Each method is one transaction; times come from the caller.

Each part is a module, mostly of the name that it has in storage. Where several processes work over one
database, the caller's clock is `Sharing.time`.
"""

from typing import Protocol

from bot.store.access import AccessStore
from bot.store.archive import ArchiveStore
from bot.store.bulletins import BulletinStore
from bot.store.deliveries import DeliveryStore
from bot.store.detections import DetectionStore
from bot.store.feeds import FeedStore, Learn
from bot.store.leases import LeaseStore
from bot.store.pushes import PushStore
from bot.store.queries import QueryStore
from bot.store.receivers import ReceiverStore
from bot.store.repairs import RepairStore
from bot.store.retention import RetentionStore
from bot.store.search import SearchStore
from bot.store.sharing import Sharing
from bot.store.subscribers import SubscriberStore
from bot.store.threads import ThreadStore
from bot.store.translations import TranslationStore
from bot.store.votes import FeedbackStore
from bot.store.watching import WatchStore

__all__ = [
    "AccessStore",
    "ArchiveStore",
    "BulletinStore",
    "DeliveryStore",
    "DetectionStore",
    "FeedStore",
    "FeedbackStore",
    "Learn",
    "LeaseStore",
    "PushStore",
    "QueryStore",
    "ReceiverStore",
    "RepairStore",
    "RetentionStore",
    "SearchStore",
    "Sharing",
    "Store",
    "SubscriberStore",
    "ThreadStore",
    "TranslationStore",
    "WatchStore",
]


class Store(
    FeedStore,
    PushStore,
    DetectionStore,
    DeliveryStore,
    BulletinStore,
    SubscriberStore,
    ThreadStore,
    AccessStore,
    QueryStore,
    SearchStore,
    FeedbackStore,
    TranslationStore,
    ReceiverStore,
    RepairStore,
    WatchStore,
    RetentionStore,
    ArchiveStore,
    LeaseStore,
    Sharing,
    Protocol,
):
    """All of it."""

    async def close(self) -> None:
        """Let go of the database."""
