"""The judge of companies and agencies in French and Spanish texts, with weights set by hand."""
