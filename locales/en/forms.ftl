### Forms: labels, hints, what is wrong, buttons, and what became of what was sent.

## Labels

form-name = Name
form-email = E-mail address
form-website = Website
form-message = Message
form-password = Password
form-required = required
form-optional = optional
# The choice that a list starts with, before anything is chosen.
form-choose = Choose…
form-consent = I have read the privacy policy and agree to it.
# A field that people do not see; programs that fill it in are taken for senders of spam.
form-trap = Leave this field empty

## Hints

form-hint-email = For example, ana@example.org
form-hint-markdown = You can use Markdown.
# $min (Number): how many characters.
form-hint-password = { $min ->
    [one] At least { $min } character
   *[other] At least { $min } characters
}
# $count (Number): how many more characters may be typed.
form-characters-left = { $count ->
    [0] No characters left
    [one] { $count } character left
   *[other] { $count } characters left
}

## What is wrong

form-error-required = Please fill in this field.
form-error-email = Please enter an e-mail address like ana@example.org.
form-error-url = Please enter an address that begins with https://.
# $min (Number): how many characters are the fewest.
form-error-too-short = { $min ->
    [one] Please enter at least { $min } character.
   *[other] Please enter at least { $min } characters.
}
# $count (Number): how many characters are too many.
form-error-too-long = { $count ->
    [one] Please remove { $count } character.
   *[other] Please remove { $count } characters.
}
# Above the form.
# $count (Number): how many fields are wrong.
form-error-count = { $count ->
    [one] Please check { $count } field.
   *[other] Please check { $count } fields.
}
# $seconds (Number): how long to wait.
form-error-too-often = Too many attempts. Please try again { RELATIVE($seconds, unit: "second") }.

## Buttons

form-send = Send
form-save = Save
form-cancel = Cancel
form-sign-in = Sign in
form-sign-out = Sign out
# $name (String): the name of the account.
form-signed-in = Signed in as { $name }

## What became of it

form-sending = Sending…
form-sent = Thank you. Your message has been sent.
form-send-failed = Your message could not be sent. It is still here: please try again.
form-saving = Saving…
form-saved = Saved
form-unsaved = You have unsaved changes. Leave the page anyway?
