act sound transfer 512
act sound transfer 0
act video transfer 0
act disk transfer 4096 &
until_in 'dma_transfer|down' $!
act card transfer 1500 &
until_in 'dma_transfer|down' $!
