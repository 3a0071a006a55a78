act clerk post 100
act clerk post -5
act teller post 20 &
until_in ledger_post $!
act auditor audit &
until_in ledger_total $!
