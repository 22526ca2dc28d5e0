"""Numbers, or an address -> a picture (PNG).

studio   panels -> a picture, drawn in a process of its own, so many a chat and no more
drawing  what that process does                     qr  an address -> a picture that phones read
"""

__all__ = ["qr", "studio"]
