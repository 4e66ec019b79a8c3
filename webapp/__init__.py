"""Carried: conference motions, amendments and votes.

Importing this package loads nothing: the domain can be used without Flask.
"""
