"""The printed language of amendments, both ways: words to change sets and change sets to words."""
