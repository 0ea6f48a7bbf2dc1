-- What people log in with is kept masked. What kind of name it is was not kept, so of those from before only the end stays.
UPDATE accounts SET login_name = '•••' || CASE WHEN length(login_name) > 7 THEN substr(login_name, length(login_name) - 3) ELSE '' END
WHERE login_name IS NOT NULL;
UPDATE events SET login_name = '•••' || CASE WHEN length(login_name) > 7 THEN substr(login_name, length(login_name) - 3) ELSE '' END
WHERE login_name IS NOT NULL;
