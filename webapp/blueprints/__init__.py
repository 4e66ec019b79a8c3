"""The pages, one package for each noun."""
