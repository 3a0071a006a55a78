act dimmer store 50 &
until_in msleep $!
act panel show &
until_in settings_show $!
act brighter store 90 &
until_in settings_store $!
