"""The ladder of dispatch policies: measured under the same luck, rung by rung, beside the bound."""
