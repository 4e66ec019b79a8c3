"""What people do: one function for each act, written `verb_noun(session, actor, item, *, now)`."""
