"""The live hub: one process that holds thousands of open connections and tells them all the same.

It stands beside the web workers, which answer requests and hold nothing open. It reads the
database and writes nothing; it knows no sign-in and no session. `python -m webapp.live_hub`.
"""
