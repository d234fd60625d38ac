"""The flow of consignments: from readiness over their legs to reception and closure."""
