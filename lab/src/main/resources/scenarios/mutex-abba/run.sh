act clerk-a transfer-from 0 &
a=$!
act clerk-b transfer-from 1 &
until_in account_transfer $!
until_in account_transfer $a
act auditor audit 0 &
until_in account_audit $!
