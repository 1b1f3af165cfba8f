### Los formularios: etiquetas, indicaciones, lo que falla, botones, y qué ha sido de lo enviado.

## Etiquetas

form-name = Nombre
form-email = Correo electrónico
form-website = Sitio web
form-message = Mensaje
form-password = Contraseña
form-required = obligatorio
form-optional = opcional
form-choose = Elegir…
form-consent = He leído la política de privacidad y la acepto.
form-trap = Deje este campo vacío

## Indicaciones

form-hint-email = Por ejemplo: ana@example.org
form-hint-markdown = Puede usar Markdown.
form-hint-password = { $min ->
    [one] Al menos { $min } carácter
    [many] Al menos { $min } de caracteres
   *[other] Al menos { $min } caracteres
}
form-characters-left = { $count ->
    [0] No quedan caracteres
    [one] Queda { $count } carácter
    [many] Quedan { $count } de caracteres
   *[other] Quedan { $count } caracteres
}

## Lo que falla

form-error-required = Rellene este campo.
form-error-email = Escriba una dirección de correo válida, por ejemplo ana@example.org.
form-error-url = Escriba una dirección que empiece por https://.
form-error-too-short = { $min ->
    [one] Escriba al menos { $min } carácter.
    [many] Escriba al menos { $min } de caracteres.
   *[other] Escriba al menos { $min } caracteres.
}
form-error-too-long = { $count ->
    [one] Quite { $count } carácter.
    [many] Quite { $count } de caracteres.
   *[other] Quite { $count } caracteres.
}
form-error-count = { $count ->
    [one] Revise { $count } campo.
    [many] Revise { $count } de campos.
   *[other] Revise { $count } campos.
}
form-error-too-often = Demasiados intentos. Vuelva a intentarlo { RELATIVE($seconds, unit: "second") }.

## Botones

form-send = Enviar
form-save = Guardar
form-cancel = Cancelar
form-sign-in = Iniciar sesión
form-sign-out = Cerrar sesión
form-signed-in = Ha iniciado sesión como { $name }

## Qué ha sido de ello

form-sending = Enviando…
form-sent = Gracias. Su mensaje se ha enviado.
form-send-failed = No se ha podido enviar su mensaje. Sigue aquí: vuelva a intentarlo.
form-saving = Guardando…
form-saved = Guardado
form-unsaved = Hay cambios sin guardar. ¿Salir de la página de todos modos?
