"""The service that answers over the network: what it is put together from, how it runs, and what it tells of itself."""
