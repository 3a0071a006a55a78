act clerk-a transfer-from 0 &
act clerk-b transfer-from 1 &
sleep 3
act auditor audit 0 &
sleep 1
