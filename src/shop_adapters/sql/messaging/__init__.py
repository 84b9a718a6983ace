"""The outbox, its queue and the job schedule in SQL."""
