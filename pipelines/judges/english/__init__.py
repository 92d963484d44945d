"""The judge of companies and agencies in English texts, trained on labelled news."""
