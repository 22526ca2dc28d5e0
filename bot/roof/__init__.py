"""What the commands of `bongsu` do; bot.__main__ says what they are called.

service     run       preview     preview     replay      replay
feeds       feeds     database    migrate, status, retry, backup
"""
