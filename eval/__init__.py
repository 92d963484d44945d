"""Quality figures, from labelled data beside the checkout: `make eval`."""
