"""Attempts to pay, refunds, webhooks and evidence."""
